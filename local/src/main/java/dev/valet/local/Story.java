package dev.valet.local;

import software.amazon.awssdk.core.exception.SdkException;

/** Tells a story step by step and counts what held. */
final class Story {
    private final Progress progress;
    private int held;
    private int broken;

    Story(Progress progress) {
        this.progress = progress;
    }

    /** A part of the story. One that cannot be played is a step that does not hold, and the rest goes on. */
    void part(String title, Runnable steps) {
        progress.title(title);
        try {
            steps.run();
        } catch (SdkException | Trouble | IllegalStateException | IllegalArgumentException failed) {
            step("this part could be played to its end (" + failed.getMessage() + ")", false);
        }
    }

    void step(String claim, boolean holds) {
        if (holds) {
            held++;
            progress.held(claim);
        } else {
            broken++;
            progress.broken(claim);
        }
    }

    /** A call that has to be refused, by the service itself and for the reason given. */
    void refused(String claim, String code, Runnable call) {
        try {
            call.run();
            step(claim, false);
        } catch (software.amazon.awssdk.awscore.exception.AwsServiceException refusal) {
            var said = refusal.awsErrorDetails().errorCode();
            step(claim + " (" + said + ")", said.startsWith(code));
        }
    }

    void say(String text) {
        progress.faint("    " + text);
    }

    /** How it ended: with green where all of it held. */
    void end() {
        progress.line("");
        if (broken == 0) {
            progress.held("all " + held + " steps held");
        } else {
            progress.broken(broken + " of " + (held + broken) + " steps did not hold");
        }
    }

    int held() {
        return held;
    }

    int broken() {
        return broken;
    }
}
