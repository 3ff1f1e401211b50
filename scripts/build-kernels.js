// compiles the AssemblyScript kernels
