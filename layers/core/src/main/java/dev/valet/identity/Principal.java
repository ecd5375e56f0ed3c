package dev.valet.identity;

import dev.valet.Json;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The verified identity of a caller (INV-1, INV-2). Nothing that the caller chose is in it. */
public sealed interface Principal {

    /**
     * An AWS role. The unique id tells a role from one that was deleted and made again under the same name.
     *
     * @param partition {@code aws}
     * @param account twelve digits: the caller's own, never the API owner's
     * @param uniqueId {@code AROA…}
     */
    record AwsRole(String partition, String account, String roleName, String uniqueId) implements Principal {
        @Override
        public String key() {
            return Json.strings(List.of("aws", partition, account, roleName, uniqueId))
                    .canonical();
        }

        @Override
        public String toString() {
            return "arn:" + partition + ":iam::" + account + ":role/" + roleName + " (" + uniqueId + ")";
        }
    }

    /**
     * The subject of a registered issuer's token.
     *
     * @param issuer the issuer's exact string
     * @param claims the claims that pin the subject, all of those and only those that the issuer's registration names
     */
    record Subject(String issuer, SortedMap<String, String> claims) implements Principal {
        public Subject {
            claims = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(claims));
        }

        @Override
        public String key() {
            return new Json.Arr(List.of(Json.of("oidc"), Json.of(issuer), Json.strings(claims))).canonical();
        }

        @Override
        public String toString() {
            return issuer + " " + claims;
        }
    }

    /** Injective: two principals have one key only if they are equal. For table keys and caches (INV-28). */
    String key();
}
