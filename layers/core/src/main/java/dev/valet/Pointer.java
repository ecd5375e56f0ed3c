package dev.valet;

/** Places in a JSON document, written as RFC 6901 pointers. */
public final class Pointer {
    private Pointer() {}

    /** The member {@code name} of the object at {@code place}; the whole document is at the empty place. */
    public static String member(String place, String name) {
        return place + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The item of the array at {@code place}, counted from 0. */
    public static String item(String place, int index) {
        return place + "/" + index;
    }
}
