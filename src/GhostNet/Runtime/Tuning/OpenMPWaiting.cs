namespace GhostNet.Runtime;

/// <summary>Tells libgomp for how long a thread of libtorch may wait for the others by spinning, before it sleeps.</summary>
/// <remarks>
/// By default that is some 10 ms, in which another program could have had the core; and to be woken takes long on a virtual machine.
/// Seconds of an epoch of <c>ghostnet train --limit 5000</c> on two cores, medians of four: with libgomp's default 3.65 alone and 12.8
/// beside one busy program (beside two, twice as many images took 184); with 5,000 turns 3.6, 13.4 and 13.5; with 1,000 turns 4.15, 6.8 and 18.7.
/// libgomp reads the number from the environment, once, while it is loaded.
/// </remarks>
internal static class OpenMPWaiting
{
    private const string SpinCount = "GOMP_SPINCOUNT";
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    /// <summary>As fast as the default alone and beside one program, and far faster beside two.</summary>
    private const string Turns = "5000";

    /// <summary>Shortens the wait, unless the user chose one; does nothing where the C library is another, or libgomp is loaded already.</summary>
    public static void Shorten()
    {
        if (Environment.GetEnvironmentVariable(WaitPolicy) is null && Libc.Has("setenv"))
        {
            _ = Libc.SetVariable(SpinCount, Turns, 0);
        }
    }
}
