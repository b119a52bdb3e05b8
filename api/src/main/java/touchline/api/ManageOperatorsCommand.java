package touchline.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;
import touchline.api.config.TouchlineConfiguration;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.OperatorsFile;
import touchline.api.operator.account.PasswordCost;
import touchline.api.operator.account.RandomPassword;
import touchline.api.operator.account.Role;

/** Makes and removes operators in the file that OPERATORS_FILE names; running nodes see it by themselves. Needs no store. */
final class ManageOperatorsCommand extends ConfiguredCommand<TouchlineConfiguration> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;

    private final String home;

    /**
     * The command.
     *
     * @param home the directory where config.yml is, if no other is named
     */
    ManageOperatorsCommand(String home) {
        super("operator", "makes, removes and lists those who may see and steer the jobs");
        this.home = home;
    }

    @Override
    public void configure(Subparser parser) {
        super.configure(parser);
        Subparsers actions = parser.addSubparsers().dest("action").metavar("ACTION");
        Subparser add = actions.addParser("add").description("Makes an operator, or replaces the one of that name.");
        add.addArgument("name").metavar("NAME");
        add.addArgument("--role").required(true).metavar("ROLE").help("viewer, operator or admin");
        add.addArgument("--password-stdin")
                .dest("stdin")
                .action(Arguments.storeTrue())
                .help("read the password from standard input; otherwise one is generated and printed once");
        Subparser remove = actions.addParser("remove").description("Removes an operator and ends its sessions.");
        remove.addArgument("name").metavar("NAME");
        actions.addParser("list").description("Lists the operators and their roles.");
    }

    @Override
    protected Argument addFileArgument(Subparser parser) {
        return parser.addArgument("--config")
                .dest("file")
                .setDefault(Path.of(home, "config.yml").toString())
                .metavar("FILE")
                .help("config.yml, if not the one of this directory");
    }

    @Override
    protected void run(
            Bootstrap<TouchlineConfiguration> bootstrap, Namespace arguments, TouchlineConfiguration configuration)
            throws Exception {
        PasswordCost cost = configuration.operators().passwordCost();
        OperatorsFile file = new OperatorsFile(
                configuration
                        .operators()
                        .path()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "OPERATORS_FILE is not set: it names the operators' file")),
                cost);
        Map<String, OperatorEntry> entries = new TreeMap<>(file.readIfThere());
        switch (arguments.getString("action")) {
            case "add" -> add(file, cost, entries, arguments);
            case "remove" -> remove(file, entries, arguments.getString("name"));
            default -> list(entries);
        }
    }

    private static void add(
            OperatorsFile file, PasswordCost cost, Map<String, OperatorEntry> entries, Namespace arguments)
            throws IOException {
        Role role = Role.of(arguments.getString("role"))
                .orElseThrow(() -> new IllegalArgumentException("a role is viewer, operator or admin"));
        boolean isGiven = arguments.getBoolean("stdin");
        String password = isGiven ? passwordFromInput() : RandomPassword.make();
        OperatorEntry entry = new OperatorEntry(arguments.getString("name"), role, cost.hash(password));
        boolean isNew = entries.put(entry.name(), entry) == null;
        file.write(entries.values());
        Map<String, Object> done = new LinkedHashMap<>();
        done.put(isNew ? "added" : "replaced", entry.name());
        done.put("role", role.word());
        if (!isGiven) {
            done.put("password", password);
        }
        print(done);
    }

    private static void remove(OperatorsFile file, Map<String, OperatorEntry> entries, String name) throws IOException {
        if (entries.remove(name) == null) {
            throw new IllegalArgumentException("there is no operator of that name");
        }
        file.write(entries.values());
        print(Map.of("removed", name));
    }

    private static void list(Map<String, OperatorEntry> entries) throws IOException {
        List<Listed> operators = entries.values().stream()
                .map(entry -> new Listed(entry.name(), entry.role().word()))
                .toList();
        print(Map.of("operators", operators));
    }

    /** A listed operator. */
    private record Listed(String name, String role) {}

    private static String passwordFromInput() throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null || line.isBlank() || line.length() < SHORTEST || line.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a password is a line of " + SHORTEST + " to " + LONGEST + " characters on standard input");
        }
        return line;
    }

    @SuppressWarnings("SystemOut") // standard output is what a command is for
    private static void print(Object result) throws IOException {
        System.out.println(JSON.writeValueAsString(result));
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable e) {
        cli.getStdErr().println("operator: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
    }
}
