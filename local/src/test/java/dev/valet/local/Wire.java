package dev.valet.local;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Credentials;
import dev.valet.local.template.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** A client that sends every byte as it likes, and keeps every byte of each answer. */
final class Wire {
    private final URI valet;
    private final List<Answer> heard = new ArrayList<>();

    Wire(URI valet) {
        this.valet = valet;
    }

    /**
     * What came back.
     *
     * @param text status line, headers and body as bytes in Latin-1
     */
    record Answer(String asked, String text) {
        int status() {
            return Integer.parseInt(text.substring(9, 12));
        }

        String body() {
            byte[] bytes = text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        Json json() {
            return StrictJson.read(body());
        }

        String member(String... path) {
            return Tree.required(json(), path);
        }

        @Override
        public String toString() {
            return asked + ": " + text.lines().findFirst().orElse("no answer");
        }
    }

    List<Answer> heard() {
        return heard;
    }

    Answer signed(Credentials who, String method, String target, String body, String... headers) {
        var unsigned = SdkHttpRequest.builder().uri(valet.resolve(target)).method(SdkHttpMethod.fromValue(method));
        var signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(AwsSessionCredentials.create(
                                who.accessKeyId(),
                                who.secretAccessKey(),
                                who.sessionToken().orElseThrow()))
                        .request(unsigned.build())
                        .payload(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, Accounts.REGION));
        var lines = new ArrayList<>(List.of(headers));
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                lines.add(name + ": " + values.getFirst());
            }
        });
        return ask(method, target, lines, body);
    }

    Answer bearer(String token, String method, String target, String body, String... headers) {
        var lines = Stream.concat(Stream.of("Authorization: Bearer " + token), Stream.of(headers));
        return ask(method, target, lines.toList(), body);
    }

    Answer ask(String method, String target, List<String> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        head.append("Host: ").append(valet.getAuthority()).append("\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (bytes.length > 0) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        return send(method + " " + target, head + Canary.latin1(body));
    }

    /** @param request bytes in Latin-1 */
    Answer send(String asked, String request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), valet.getPort())) {
            socket.setSoTimeout(40_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            var answer = new Answer(asked, text);
            heard.add(answer);
            return answer;
        } catch (IOException broken) {
            throw new IllegalStateException(asked + " was not answered", broken);
        }
    }
}
