package dev.valet.local.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.local.aws.policy.Permissions.Layer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {
    /** A: allow, D: deny, S: silent, AD: two policies of one layer, -: no such layer. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            A,  -, -, allowed
            S,  -, -, because no identity-based policy allows the s3:GetObject action
            AD, -, -, with an explicit deny in an identity-based policy
            AS, -, -, allowed
            A,  A, -, allowed
            A,  S, -, because no session policy allows the s3:GetObject action
            S,  A, -, because no identity-based policy allows the s3:GetObject action
            A,  D, -, with an explicit deny in a session policy
            A,  A, A, allowed
            A,  A, S, because no permissions boundary allows the s3:GetObject action
            A,  A, D, with an explicit deny in a permissions boundary
            S,  S, D, with an explicit deny in a permissions boundary
            """)
    void everyLayerMustAllowAndAnyDenyWins(String identity, String session, String boundary, String outcome) {
        var layers = List.of(
                layer("identity-based policy", identity),
                layer("session policy", session),
                layer("permissions boundary", boundary));
        var present = layers.stream().filter(each -> !each.policies().isEmpty()).toList();
        String told = switch (new Permissions(present)
                .decide(new Request("s3:GetObject", "arn:aws:s3:::a/b", new Context()))) {
            case Decision.Allowed _ -> "allowed";
            case Decision.Denied(String because) -> because;
        };
        assertThat(told).isEqualTo(outcome);
    }

    private static Layer layer(String name, String letters) {
        return new Layer(
                name,
                letters.chars()
                        .filter(c -> c != '-')
                        .mapToObj(c -> Policy.identity(document((char) c)))
                        .toList());
    }

    private static String document(char letter) {
        String effect = letter == 'D' ? "Deny" : "Allow";
        String action = letter == 'S' ? "s3:PutObject" : "s3:GetObject";
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"" + effect + "\",\"Action\":\"" + action
                + "\",\"Resource\":\"*\"}}";
    }
}
