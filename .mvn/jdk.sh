# Sourced by mvnw and valet: finds a JDK 25 and exports JAVA_HOME, or says in one line what to install.
# Order: JAVA_HOME, then java on the PATH, then the usual places of Linux, macOS, SDKMAN and friends.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

find_jdk_25() {
  [ -n "${JAVA_HOME-}" ] && is_jdk_25 "$JAVA_HOME" && return 0
  if on_path=$(command -v javac 2>/dev/null); then
    # macOS has no `readlink -f` before 12.3; a link that cannot be followed is simply not a hit.
    on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
    JAVA_HOME=${on_path%/bin/javac}
    is_jdk_25 "$JAVA_HOME" && return 0
  fi
  case $- in *f*) globbing=off ;; *) globbing=on ;; esac
  set +f # mvnw runs with globbing off
  for JAVA_HOME in /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    if is_jdk_25 "$JAVA_HOME"; then
      [ $globbing = on ] || set -f
      return 0
    fi
  done
  [ $globbing = on ] || set -f
  return 1
}

if find_jdk_25; then
  export JAVA_HOME
else
  echo "valet: no JDK 25 found. Install one (for example Temurin or Corretto 25) or point JAVA_HOME at it." >&2
  exit 69
fi
