package dev.valet.local.fault;

import dev.valet.Json;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One attempt of a call, and what came of it.
 *
 * @param began and ended are places in the order of everything that happened on the line
 * @param fault empty when it went well
 * @param status of AWS's answer; 0 when it never arrived there
 * @param answer AWS's, whether or not anybody heard it
 */
public record Exchange(
        Call call, Request request, int began, int ended, Optional<Fault> fault, int status, String answer) {
    /** AWS has done it. */
    public boolean isDone() {
        return status / 100 == 2;
    }

    public String operation() {
        return request.operation();
    }

    public String service() {
        return request.service();
    }

    public int attempt() {
        return request.attempt();
    }

    public Json json() {
        return request.json();
    }

    public Map<String, String> form() {
        return request.form();
    }

    public String body() {
        return request.body();
    }

    /** What stands in that element of an answer in XML; empty where there is none. */
    public String told(String element) {
        var found =
                Pattern.compile("<" + element + ">([^<]*)</" + element + ">").matcher(answer);
        return found.find() ? found.group(1) : "";
    }

    @Override
    public String toString() {
        return call + " #" + attempt() + " " + fault.map(Fault::toString).orElse(Integer.toString(status));
    }
}
