package touchline.stores.child;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Runs the main class named by the first argument, and ends with the process that started it: a test JVM that is killed leaves no child. */
final class ChildMain {
    private ChildMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        Thread parent = new Thread(ChildMain::endWithParent, "parent");
        parent.setDaemon(true);
        parent.start();
        Method main = Class.forName(args[0]).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // the parent writes nothing
            }
        } catch (IOException closed) {
            // the same
        }
        Runtime.getRuntime().halt(1);
    }
}
