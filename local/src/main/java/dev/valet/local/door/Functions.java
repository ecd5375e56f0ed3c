package dev.valet.local.door;

/** The functions of the template, by their names. */
@FunctionalInterface
public interface Functions {
    /** @throws FunctionFailed when the handler threw; nothing else leaves a function */
    Arrived.Body invoke(String function, String requestId, Arrived.Body event) throws FunctionFailed;

    /** Lambda's function error. The message is the handler's own: API Gateway reads it, callers never do. */
    final class FunctionFailed extends Exception {
        private static final long serialVersionUID = 1;

        public FunctionFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
