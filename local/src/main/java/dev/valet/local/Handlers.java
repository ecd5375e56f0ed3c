package dev.valet.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Clock;
import java.util.Map;

/** Makes the handler that the template names, as a fresh Lambda environment would. */
@FunctionalInterface
interface Handlers {
    /**
     * Makes one.
     *
     * @param handler {@code dev.valet.issue.IssueHandler::handleRequest}
     * @param env what Lambda would set, credentials of the function's role included
     */
    RequestStreamHandler make(String handler, Map<String, String> env, Clock clock);
}
