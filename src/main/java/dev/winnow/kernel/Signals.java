package dev.winnow.kernel;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Signals of the operating system, through the JDK's unofficial interface, which the compiler must not see. */
final class Signals {
    private Signals() {}

    /** Calls {@code handler} on each signal of that name (without {@code SIG}); where there is no such signal nothing happens. */
    static void on(String name, Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> call(proxy, method, arguments, handler);
            Object proxy = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType}, calls);
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | RuntimeException missing) {
            Log.write("SIG" + name + " cannot be handled here: " + missing);
        }
    }

    private static Object call(Object proxy, Method method, Object[] arguments, Runnable handler) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "signal handler";
            default -> {
                handler.run();
                yield "";
            }
        };
    }
}
