package dev.valet.local.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What Valet promises, held against what it did under one plan. All of it is looked at, so that one break hides no other. */
public final class Promises {
    private final List<String> broken = new ArrayList<>();

    /** @param promise what must be so, beginning with its rule: {@code INV-9 …} */
    public void check(boolean kept, String promise) {
        if (!kept) {
            broken.add(promise);
        }
    }

    /** @param found what is to be told with a broken promise */
    public void check(boolean kept, String promise, Supplier<?> found) {
        if (!kept) {
            broken.add(promise + ", but: " + found.get());
        }
    }

    void broken(String how) {
        broken.add(how);
    }

    List<String> broken() {
        return broken;
    }
}
