package touchline.api;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the types that source files declare, top-level and nested. Relies on the indentation that the formatter gives. */
final class DeclaredTypes {
    private static final Pattern DECLARATION = Pattern.compile(
            "^( *)((?:(?:public|protected|private|static|final|abstract|sealed|non-sealed) )*)(@interface|class|interface|record|enum) \\w+.*");

    private int all;
    private int hidden;

    /** A type around the current line. */
    private record Enclosing(int indentation, boolean isInterface, boolean isVisible) {}

    static DeclaredTypes of(List<Path> files) {
        DeclaredTypes types = new DeclaredTypes();
        files.forEach(types::count);
        return types;
    }

    int all() {
        return all;
    }

    /** Those that no other package can name: package-private or private themselves, or nested in such a type. */
    int hidden() {
        return hidden;
    }

    private void count(Path file) {
        Deque<Enclosing> enclosing = new ArrayDeque<>();
        boolean isText = false;
        for (String line : RepositoryFiles.lines(file)) {
            boolean opensOrCloses = line.split("\"\"\"", -1).length % 2 == 0;
            Matcher declaration = DECLARATION.matcher(line);
            if (!isText && !opensOrCloses && declaration.matches()) {
                add(declaration, enclosing);
            }
            isText ^= opensOrCloses;
        }
    }

    private void add(Matcher declaration, Deque<Enclosing> enclosing) {
        int indentation = declaration.group(1).length();
        while (!enclosing.isEmpty() && enclosing.peek().indentation() >= indentation) {
            enclosing.pop();
        }
        Enclosing outer = enclosing.peek();
        String modifiers = declaration.group(2);
        boolean isOpen = modifiers.contains("public ")
                || modifiers.contains("protected ")
                || (outer != null && outer.isInterface() && !modifiers.contains("private "));
        boolean isVisible = isOpen && (outer == null || outer.isVisible());
        all++;
        hidden += isVisible ? 0 : 1;
        enclosing.push(new Enclosing(indentation, declaration.group(3).equals("interface"), isVisible));
    }
}
