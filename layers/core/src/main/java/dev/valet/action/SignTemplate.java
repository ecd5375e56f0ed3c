package dev.valet.action;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is signed, and by which key. An agent fills in the members of one type of document; it never chooses the type, and what
 * is signed begins with it.
 *
 * @param type of the document: 2 to 63 of {@code a-z 0-9 -}; a version belongs into it
 * @param keyArn of a KMS key that signs actions and nothing else (INV-17); an alias could be pointed elsewhere
 * @param members of the input, at its top level, that make the document: all of them, and no others
 */
public record SignTemplate(String type, String keyArn, Algorithm algorithm, List<String> members) {
    public static final String BAD_KEY = "is the ARN of a KMS key, not of an alias";
    public static final String BAD_MEMBERS = "names 1 to 50 members of the input, each once";

    private static final int MOST_MEMBERS = 50;
    private static final Pattern KEY =
            Pattern.compile("arn:aws:kms:[a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]:[0-9]{12}:key/[A-Za-z0-9-]{1,64}");
    private static final Pattern MEMBER = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    /** As KMS names them. Both take the document itself, never a digest of it. */
    public enum Algorithm {
        /** On P-256 (FIPS 186-5); the signature is DER. */
        ECDSA_SHA_256,
        /** RFC 8032; the signature is 64 bytes. */
        ED25519_SHA_512;

        /** @throws Malformed unless the text is one of the names */
        public static Algorithm parse(String text) {
            for (var algorithm : values()) {
                if (algorithm.name().equals(text)) {
                    return algorithm;
                }
            }
            throw new Malformed("is ECDSA_SHA_256 or ED25519_SHA_512");
        }
    }

    public SignTemplate {
        Names.check(type);
        Malformed.unless(KEY.matcher(keyArn).matches(), BAD_KEY);
        members = List.copyOf(members);
        boolean named = !members.isEmpty()
                && members.size() <= MOST_MEMBERS
                && new HashSet<>(members).size() == members.size()
                && members.stream().allMatch(name -> MEMBER.matcher(name).matches());
        Malformed.unless(named, BAD_MEMBERS);
    }

    public String keyAccount() {
        return keyArn.split(":", -1)[4];
    }

    /** Members that some input could lack: then there would be no document to sign. */
    public List<String> notRequiredBy(Json.Obj schema) {
        var required = schema.at("required") instanceof Json.Arr(var names) ? Set.copyOf(names) : Set.<Json>of();
        return members.stream()
                .filter(name -> !required.contains(Json.of(name)))
                .toList();
    }
}
