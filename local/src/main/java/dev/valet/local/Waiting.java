package dev.valet.local;

import dev.valet.Json;
import dev.valet.json.StrictJson;
import dev.valet.local.aws.Event;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What waits for a person and nobody has answered, each told once; a copy of an announcement has the same record. */
final class Waiting {
    private static final Set<String> ANSWERS = Set.of("Valet Approval Approved", "Valet Approval Denied");

    private Set<String> told = Set.of();

    /** Lines about those that were not told of before. */
    List<String> news(List<Event> announced) {
        var asked = announced.stream()
                .filter(event -> event.detailType().equals("Valet Approval Asked"))
                .map(event -> StrictJson.read(event.detail()))
                .toList();
        var answered = announced.stream()
                .filter(event -> ANSWERS.contains(event.detailType()))
                .map(event -> StrictJson.read(event.detail()).textAt("approval"))
                .collect(Collectors.toUnmodifiableSet());
        var known = told;
        told = asked.stream().map(detail -> detail.textAt("record")).collect(Collectors.toUnmodifiableSet());
        return asked.stream()
                .filter(detail -> !known.contains(detail.textAt("record")))
                .filter(detail -> !answered.contains(detail.textAt("approval")))
                .map(Waiting::line)
                .distinct()
                .toList();
    }

    private static String line(Json detail) {
        var approval = detail.textAt("approval");
        var who = detail.textAt("agent").isEmpty()
                ? detail.textAt("person") + " wants to change the configuration"
                : detail.textAt("agent") + " asks for " + detail.textAt("grant");
        return "approval " + approval + " waits (" + who + "): ./valet as --operator ann -- ./valet approvals show "
                + approval;
    }
}
