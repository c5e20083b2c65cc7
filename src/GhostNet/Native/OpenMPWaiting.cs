using System.Runtime.InteropServices;

namespace GhostNet.Native;

/// <summary>Tells libgomp for how long a thread of libtorch may wait for the others by spinning, before it sleeps.</summary>
/// <remarks>
/// By default that is some 10 ms, in which another program could have had the core: beside two busy programs on two cores an epoch of
/// Shapes took 184 s, with this 17 s; beside one 13 s both ways; with nothing beside it 5.4 to 6.9 s, with this 6.2 to 6.4 s
/// (<c>ghostnet train --epochs 2</c> with and without <c>GOMP_SPINCOUNT=300000</c>). libgomp reads the number from the environment, once, while it is loaded.
/// </remarks>
internal static partial class OpenMPWaiting
{
    private const string SpinCount = "GOMP_SPINCOUNT";
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    /// <summary>Long enough for the pauses between two operators.</summary>
    private const string Turns = "1000";

    /// <summary>Shortens the wait, unless the user chose one; does nothing where the C library is another, or libgomp is loaded already.</summary>
    public static void Tune()
    {
        if (Environment.GetEnvironmentVariable(WaitPolicy) is null
            && NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "setenv", out _))
        {
            _ = SetVariable(SpinCount, Turns, 0);
        }
    }

    /// <summary>The environment that native code sees; .NET's own is a copy of it.</summary>
    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
