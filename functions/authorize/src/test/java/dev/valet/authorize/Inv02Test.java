package dev.valet.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Identity comes from the token that Valet verified and from nothing else in the event. */
class Inv02Test {
    private final World world = new World();

    @Test
    void nothingElseInTheEventChangesWhoIsCalling() {
        var event = World.event("lease", world.token("workload-7"));
        var sound = world.answer(event);
        for (var more : new String[] {
            "\"principalId\":\"admin\"",
            "\"context\":{\"issuer\":\"https://evil.example\"}",
            "\"headers\":{\"x-agent\":\"admin\"}",
            "\"queryStringParameters\":{\"sub\":\"admin\"}",
            "\"identity\":{\"userArn\":\"arn:aws:sts::111122223333:assumed-role/admin/admin\"}",
            "\"requestContext\":{\"authorizer\":{\"claims\":\"{}\"}}"
        }) {
            assertThat(world.answer(event.replaceFirst("\\{", "{" + more.replace("$", "\\$") + ",")))
                    .isEqualTo(sound);
        }
    }
}
