package touchline.api.operator.account;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The file of the operators. Error messages don't repeat its content. */
public final class OperatorsFile {
    private static final long LARGEST = 1 << 20;
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final Path path;
    private final PasswordCost cost;

    public OperatorsFile(Path path) {
        this(path, PasswordCost.RECOMMENDED);
    }

    /** A file whose hashes may not be weaker than this cost. */
    public OperatorsFile(Path path, PasswordCost cost) {
        this.path = path;
        this.cost = cost;
    }

    /** The file is invalid; the message says why and what to do. */
    public static final class Broken extends Exception {
        Broken(String message) {
            super(message);
        }
    }

    public Path path() {
        return path;
    }

    PasswordCost cost() {
        return cost;
    }

    /**
     * Everyone in it, by name.
     *
     * @throws Broken if it is missing, unreadable, invalid, or writable by anyone
     */
    public Map<String, OperatorEntry> read() throws Broken {
        byte[] bytes;
        try {
            refuseIfAnyoneMayWrite();
            if (Files.size(path) > LARGEST) {
                throw broken("is larger than a list of operators can be");
            }
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw broken("isn't there; make it with 'touchline operator add NAME --role ROLE'");
        } catch (IOException e) {
            throw broken("can't be read (" + e.getClass().getSimpleName() + ")");
        }
        try {
            return entries(YAML.readTree(bytes));
        } catch (JsonProcessingException e) {
            throw broken("is not YAML"
                    + (e.getLocation() == null
                            ? ""
                            : "; see line " + e.getLocation().getLineNr()));
        } catch (IOException e) {
            throw broken("is not YAML");
        }
    }

    /**
     * Everyone in it; nobody where there is no file yet.
     *
     * @throws Broken as {@link #read}
     */
    public Map<String, OperatorEntry> readIfThere() throws Broken {
        return Files.exists(path) ? read() : Map.of();
    }

    /** Replaces the content atomically. Only the owner may read the file. */
    public void write(Collection<OperatorEntry> entries) throws IOException {
        Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(path + " is no file");
        }
        Path fresh = isPosix()
                ? Files.createTempFile(
                        folder,
                        ".operators",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, ".operators", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer text = ByteBuffer.wrap(text(entries).getBytes(StandardCharsets.UTF_8));
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            // Root may well have run the command for a node that isn't root.
            if (Files.exists(target) && !Files.getOwner(target).equals(Files.getOwner(fresh))) {
                Files.setOwner(fresh, Files.getOwner(target));
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** A value that changes with every change of the file; null without a file. */
    @Nullable
    Object stamp() {
        try {
            if (isPosix()) {
                PosixFileAttributes now = Files.readAttributes(path, PosixFileAttributes.class);
                return List.of(
                        now.lastModifiedTime(),
                        now.size(),
                        String.valueOf(now.fileKey()),
                        now.owner(),
                        now.permissions());
            }
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return List.of(now.lastModifiedTime(), now.size());
        } catch (IOException e) {
            return null;
        }
    }

    private void refuseIfAnyoneMayWrite() throws Broken, IOException {
        if (isPosix()) {
            Set<PosixFilePermission> may = Files.getPosixFilePermissions(path);
            if (may.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw broken("may be written by anyone; say 'chmod 600' to it, and look at who is in it");
            }
        }
    }

    private Map<String, OperatorEntry> entries(JsonNode root) throws Broken {
        JsonNode list = root.path("operators");
        if (!root.isObject() || root.size() != 1 || !list.isArray()) {
            throw broken("must be a list under 'operators:', and nothing else");
        }
        Map<String, OperatorEntry> entries = new LinkedHashMap<>();
        int number = 0;
        for (JsonNode node : list) {
            number++;
            OperatorEntry entry = entry(node, number);
            if (entries.put(entry.name(), entry) != null) {
                throw broken("names its operator " + number + " twice");
            }
        }
        return entries;
    }

    private OperatorEntry entry(JsonNode node, int number) throws Broken {
        List<String> values = new ArrayList<>();
        for (String field : new String[] {"name", "role", "password"}) {
            if (node.size() != 3 || !node.path(field).isTextual()) {
                throw broken("is wrong at its operator " + number + ": an operator has a name, a role and a password");
            }
            values.add(node.path(field).textValue());
        }
        try {
            Role role = Role.of(values.get(1))
                    .orElseThrow(() -> new IllegalArgumentException("a role is viewer, operator or admin"));
            return new OperatorEntry(values.get(0), role, PasswordHash.parse(values.get(2), cost.least()));
        } catch (IllegalArgumentException e) {
            throw broken("is wrong at its operator " + number + ": " + e.getMessage());
        }
    }

    private static String text(Collection<OperatorEntry> entries) {
        Map<String, OperatorEntry> sorted = new TreeMap<>();
        entries.forEach(entry -> sorted.put(entry.name(), entry));
        StringBuilder text = new StringBuilder(
                "# Written by 'touchline operator'. A node reads it again by itself when it changes.\noperators:");
        if (sorted.isEmpty()) {
            text.append(" []");
        }
        text.append('\n');
        for (OperatorEntry entry : sorted.values()) {
            text.append("  - name: \"").append(entry.name()).append("\"\n");
            text.append("    role: ").append(entry.role().word()).append('\n');
            text.append("    password: \"").append(entry.password().encoded()).append("\"\n");
        }
        return text.toString();
    }

    private Broken broken(String how) {
        return new Broken("the operators' file " + path + " " + how);
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
