package dev.valet.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrincipalTest { // INV-1, INV-28
    @Test
    void differentPrincipalsHaveDifferentKeys() {
        var principals = List.<Principal>of(
                new Principal.AwsRole("aws", "444455556666", "reporter", "AROAEXAMPLE000001"),
                new Principal.AwsRole("aws", "444455556667", "reporter", "AROAEXAMPLE000001"),
                new Principal.AwsRole("aws", "444455556666", "reporter", "AROAEXAMPLE000002"),
                new Principal.AwsRole("aws", "444455556666", "reporter\",\"AROAEXAMPLE000001", "x"),
                subject("https://a.example", Map.of("sub", "x")),
                subject("https://a.example", Map.of("sub", "x", "env", "y")),
                subject("https://a.example", Map.of("sub", "x\",\"env\":\"y")),
                subject("https://b.example", Map.of("sub", "x")));
        assertThat(principals).extracting(Principal::key).doesNotHaveDuplicates();
    }

    @Test
    void theOrderOfClaimsDoesNotMatter() {
        assertThat(subject("https://a.example", Map.of("a", "1", "b", "2")).key())
                .isEqualTo(subject("https://a.example", new TreeMap<>(Map.of("b", "2", "a", "1")))
                        .key());
    }

    @Test
    void developmentComesFromTheVerifiedAccountOrIssuer() {
        var development = new Development(java.util.Set.of("222233334444"), java.util.Set.of("https://dev.example"));
        assertThat(development.includes(new Principal.AwsRole("aws", "222233334444", "r", "AROAEXAMPLE000001")))
                .isTrue();
        assertThat(development.includes(new Principal.AwsRole("aws", "444455556666", "r", "AROAEXAMPLE000001")))
                .isFalse();
        assertThat(development.includes(subject("https://dev.example", Map.of("sub", "x"))))
                .isTrue();
        assertThat(development.includes(subject("https://dev.example.org", Map.of("sub", "x"))))
                .isFalse();
    }

    private static Principal subject(String issuer, Map<String, String> claims) {
        return new Principal.Subject(issuer, new TreeMap<>(claims));
    }
}
