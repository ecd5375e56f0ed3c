package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Names;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One function of the operator's, and what of its answer is handed on. It answers an object: with the members of the result
 * when it did what it was asked to, or {@code {"refused": "<code>"}} when it certainly did not.
 *
 * @param functionArn with its alias or version, so that nothing unpublished is ever run
 * @param result the members that a result has, all of them; others are left out
 * @param refusals codes that the function may refuse with
 * @param timeout how long it is waited for; its own must be shorter, or it goes on unseen
 */
public record LambdaTarget(
        String functionArn, SortedMap<String, AnswerField> result, Set<String> refusals, Duration timeout) {
    public static final Duration LONGEST = Duration.ofSeconds(15);
    public static final Duration USUAL = Duration.ofSeconds(10);
    public static final String BAD_ARN = "is the ARN of a Lambda function with its alias or version, never $LATEST";

    private static final String REFUSED = "refused";
    private static final int MOST_FIELDS = 50;
    private static final Pattern ARN = Pattern.compile("arn:aws:lambda:[a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]:[0-9]{12}"
            + ":function:[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_-]{1,128}");
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,63}");

    public LambdaTarget {
        Malformed.unless(ARN.matcher(functionArn).matches(), BAD_ARN);
        boolean named = result.size() <= MOST_FIELDS
                && result.keySet().stream().allMatch(name -> NAME.matcher(name).matches() && !name.equals(REFUSED));
        Malformed.unless(named, "names at most 50 members a-z first, then letters and digits, none of them refused");
        Malformed.unless(refusals.size() <= MOST_FIELDS, "lists 50 refusals at most");
        refusals.forEach(Names::check);
        boolean bounded = timeout.compareTo(Duration.ofSeconds(1)) >= 0 && timeout.compareTo(LONGEST) <= 0;
        Malformed.unless(bounded, "is waited for 1 to " + LONGEST.toSeconds() + " seconds");
        result = Collections.unmodifiableSortedMap(new TreeMap<>(result));
        refusals = Set.copyOf(refusals);
    }

    /** Of whose answer nothing is handed on. */
    public LambdaTarget(String functionArn) {
        this(functionArn, new TreeMap<>(), Set.of(), USUAL);
    }

    /** The function's ARN without its alias or version. */
    public String unqualifiedArn() {
        return functionArn.substring(0, functionArn.lastIndexOf(':'));
    }

    public String qualifier() {
        return functionArn.substring(functionArn.lastIndexOf(':') + 1);
    }

    public String region() {
        return functionArn.split(":", -1)[3];
    }

    /**
     * How it ended, by what the function answered when it returned.
     *
     * @param reference Lambda's own id of the invocation
     */
    public Performing ended(Json answer, String reference) {
        if (!(answer instanceof Json.Obj(var members))) {
            return new Performing.Unknown("function-answer-unusable");
        }
        return members.containsKey(REFUSED) ? refused(members) : done(members, reference);
    }

    /** The code is repeated only when the operator declared it: then it is a word of ours. */
    private Performing refused(Map<String, Json> members) {
        if (members.size() == 1 && members.get(REFUSED) instanceof Json.Str(String code)) {
            return new Performing.NotDone(refusals.contains(code) ? "function-refused." + code : "function-refused");
        }
        return new Performing.Unknown("function-answer-unusable");
    }

    /** It did something, and what it did is not what it should say: somebody has to look. */
    private Performing done(Map<String, Json> members, String reference) {
        var rebuilt = Json.object();
        for (var field : result.entrySet()) {
            var value = members.get(field.getKey());
            if (value == null || !field.getValue().takes(value)) {
                return new Performing.Unknown("function-answer-unusable");
            }
            rebuilt.with(field.getKey(), value);
        }
        return new Performing.Done(rebuilt.build(), reference);
    }
}
