package dev.valet.local.fault;

/**
 * One call to AWS, whatever number of attempts it takes.
 *
 * @param name what is called, and of what: {@code dynamodb PutItem leases}
 * @param time the how manieth of this name, from 1
 */
public record Call(String name, int time) {
    @Override
    public String toString() {
        return time == 1 ? name : name + " (" + time + ")";
    }
}
