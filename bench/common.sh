# Sourced by the benches: builds what they measure, and finds Java, the template's flags and one core.
. .mvn/jdk.sh

./mvnw -q -B package -pl bench -am -Dmaven.test.skip -Dspotless.check.skip

# The functions' own, so that a change of the template is a change of what is measured.
flags=$(sed -n 's/^ *JAVA_TOOL_OPTIONS: *//p' template.yaml | head -n 1)
[ -n "$flags" ] || { echo "bench: template.yaml sets no JAVA_TOOL_OPTIONS" >&2; exit 1; }
# As much memory as the template gives a function, which is what one whole core comes with.
flags="$flags -XX:MaxRAM=1769m -XX:ActiveProcessorCount=1"

java="$JAVA_HOME/bin/java"
if command -v taskset >/dev/null && taskset -c 0 true 2>/dev/null; then
  pinned="taskset -c 0 $java"
else
  pinned=$java
  echo "bench: nothing here pins a process to one core; more than one will be used" >&2
fi
class_path="bench/target/classes:$(cat bench/target/classpath)"
