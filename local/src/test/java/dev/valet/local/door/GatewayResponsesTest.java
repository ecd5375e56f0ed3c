package dev.valet.local.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.template.Tree;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GatewayResponsesTest {
    @Test
    void whatTheTemplateSaysNothingOfIsSaidInApiGatewaysOwnJson() {
        var reply = GatewayResponses.of(Json.object().build()).reply(Gateway.UNAUTHORIZED, "request-1");
        var body = StrictJson.read(new String(reply.body().bytes(), StandardCharsets.UTF_8));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(Tree.text(body, "message")).contains("Unauthorized");
    }
}
