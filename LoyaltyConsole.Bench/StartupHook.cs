using System.Diagnostics.CodeAnalysis;
using System.IO.Pipes;
using System.Runtime;

/// <summary>
/// What .NET runs first in a console that is started with this program as its start-up hook: whoever asks by a pipe is told how
/// many managed bytes are left after everything that nobody holds has been collected. So the console itself needs nothing for it.
/// </summary>
[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "The runtime finds it by this name.")]
internal static class StartupHook
{
    /// <summary>The environment variable that names the pipe.</summary>
    public const string Pipe = "LOYALTY_BENCH_PIPE";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Pipe) is { } name)
        {
            new Thread(() => Answer(name)) { IsBackground = true }.Start();
        }
    }

    private static void Answer(string name)
    {
        while (true)
        {
            using var pipe = new NamedPipeServerStream(name, PipeDirection.Out);
            pipe.WaitForConnection();
            using var writer = new BinaryWriter(pipe);

            // What only a finalizer still knows goes with the second.
            Collect();
            GC.WaitForPendingFinalizers();
            Collect();
            writer.Write(GC.GetTotalMemory(forceFullCollection: false));
        }
    }

    private static void Collect()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
