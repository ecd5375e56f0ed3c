package dev.valet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valet.json.StrictJson;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuditChainsTest {
    @ParameterizedTest
    @MethodSource
    void aRecordIsOneLineForPeople(String entry, String line) {
        assertThat(AuditChains.line(StrictJson.read("{\"entry\":" + entry + "}")))
                .isEqualTo(line);
    }

    static Stream<Arguments> aRecordIsOneLineForPeople() {
        return Stream.of(arguments("""
                        {"at":"2026-03-02T09:00:00.157970505Z","phase":"INTENT","agent":"reporter",
                         "grant":"reports-reader","lease":"vl-1","facts":{"reason":"nightly","kind":"aws"}}""", """
                        09:00:00.157 INTENT    reporter reports-reader    vl-1 nightly"""), arguments("""
                        {"at":"2026-03-02T09:00:00Z","phase":"OPEN","agent":"","grant":"","lease":"","facts":{}}""", """
                        09:00:00.000 OPEN"""), arguments("""
                        {"at":"2026-03-02T09:00:00Z","phase":"CONFIGURE","agent":"ci","grant":"","lease":"",
                         "facts":{"outcome":"writing","op":"create","kind":"agent","id":"ci"}}""", """
                        09:00:00.000 CONFIGURE ci                         create agent ci"""));
    }
}
