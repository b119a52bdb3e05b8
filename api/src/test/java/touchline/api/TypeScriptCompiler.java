package touchline.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TypeScript's compiler, from the library of the tests. */
final class TypeScriptCompiler {
    private static final String LIBRARY = "META-INF/maven/org.webjars.npm/typescript/pom.properties";
    private static final Pattern FILE =
            Pattern.compile("META-INF/resources/webjars/typescript/[^/]+/lib/(_?tsc\\.js|lib\\.[^/]*d\\.ts)");

    private TypeScriptCompiler() {}

    /** Unpacks it and its descriptions of the platform. Returns the script that Node runs. */
    static Path unpack(Path folder) throws IOException {
        URL found =
                Objects.requireNonNull(TypeScriptCompiler.class.getClassLoader().getResource(LIBRARY));
        JarURLConnection connection = (JarURLConnection) found.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                Matcher file = FILE.matcher(entry.getName());
                if (file.matches()) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, folder.resolve(file.group(1)));
                    }
                }
            }
        }
        return folder.resolve("tsc.js");
    }
}
