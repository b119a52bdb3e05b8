package touchline.stores.child;

import java.lang.reflect.Method;
import java.util.Arrays;

/** Runs the main class named by the first argument, and ends with the process that started it: a test JVM that is killed leaves no child. */
final class ChildMain {
    private ChildMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watcher = new Thread(ChildMain::endWithParent, "parent");
        watcher.setDaemon(true);
        watcher.start();
        Method main = Class.forName(args[0]).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    }

    private static void endWithParent() {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().join());
        Runtime.getRuntime().halt(1);
    }
}
