package touchline.sandbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.OperatorsFile;
import touchline.api.operator.account.PasswordCost;
import touchline.api.operator.account.RandomPassword;
import touchline.api.operator.account.Role;

/**
 * One operator for each role, with the role's name.
 *
 * @param file the operators file of the node
 * @param passwords by role; stored beside the file, which has only hashes
 */
record DemoOperators(Path file, Map<Role, String> passwords) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the operators of a directory and adds missing ones. Other operators in the file stay. */
    static DemoOperators in(Path directory, PasswordCost cost) throws IOException, OperatorsFile.Broken {
        OperatorsFile file = new OperatorsFile(directory.resolve("operators.yml"), cost);
        Path kept = directory.resolve("operator-passwords.json");
        Map<String, OperatorEntry> entries = new LinkedHashMap<>(file.readIfThere());
        Map<String, String> before = read(kept);
        Map<Role, String> passwords = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            OperatorEntry entry = entries.get(role.word());
            String password = before.get(role.word());
            if (password == null || entry == null || !entry.password().matches(password)) {
                password = password == null ? RandomPassword.make() : password;
                entries.put(role.word(), new OperatorEntry(role.word(), role, cost.hash(password)));
            }
            passwords.put(role, password);
        }
        file.write(entries.values());
        write(kept, passwords);
        return new DemoOperators(file.path().toAbsolutePath(), passwords);
    }

    private static Map<String, String> read(Path kept) throws IOException {
        try {
            return Files.exists(kept) ? JSON.readValue(kept.toFile(), new TypeReference<>() {}) : Map.of();
        } catch (JsonProcessingException broken) {
            return Map.of();
        }
    }

    private static void write(Path kept, Map<Role, String> passwords) throws IOException {
        Map<String, String> byName = new LinkedHashMap<>();
        passwords.forEach((role, password) -> byName.put(role.word(), password));
        if (Files.notExists(kept)) {
            Files.createFile(kept, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(kept, JSON.writeValueAsBytes(byName));
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "DemoOperators[" + file + "]";
    }
}
