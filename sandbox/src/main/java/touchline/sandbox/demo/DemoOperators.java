package touchline.sandbox.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import touchline.api.operator.FreshPassword;
import touchline.api.operator.OperatorEntry;
import touchline.api.operator.OperatorsFile;
import touchline.api.operator.PasswordHash;
import touchline.api.operator.Role;

/**
 * One operator for each role, named after it.
 *
 * @param file names them for the node
 * @param passwords by name; new ones with every start, as a hash doesn't give the old ones back
 */
record DemoOperators(Path file, Map<Role, String> passwords) {

    /** Writes them into the file of a directory; whoever else stands in it stays. */
    static DemoOperators in(Path directory) throws IOException, OperatorsFile.Broken {
        OperatorsFile file = new OperatorsFile(directory.resolve("operators.yml"));
        Map<String, OperatorEntry> entries = new LinkedHashMap<>(file.readIfThere());
        Map<Role, String> passwords = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            String password = FreshPassword.make();
            passwords.put(role, password);
            entries.put(role.word(), new OperatorEntry(role.word(), role, PasswordHash.of(password)));
        }
        file.write(entries.values());
        return new DemoOperators(file.path().toAbsolutePath(), passwords);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "DemoOperators[" + file + "]";
    }
}
