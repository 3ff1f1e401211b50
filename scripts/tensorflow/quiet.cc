// libquiet.so, which is linked to run first: TensorFlow logs what it finds on a machine to standard error, some of it as
// soon as it is loaded, through absl, which reads no environment variable. What is wrong with a call it throws all the
// same. TF_CPP_MIN_LOG_LEVEL (0 all, 1 warnings, 2 errors, 3 only what ends the process) shows more.
#include <cstdlib>

#include "absl/log/globals.h"

namespace {
const bool is_quiet = [] {
  const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  absl::SetMinLogLevel(static_cast<absl::LogSeverityAtLeast>(level == nullptr ? 3 : std::atoi(level)));
  return true;
}();
}  // namespace
