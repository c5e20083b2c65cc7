using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GhostNet.Kernels;

/// <summary>Hands an exception of a backward pass to the code that called <c>backward</c> or <c>autograd.grad</c>.</summary>
/// <remarks>
/// libtorch runs a backward pass, and an exception that leaves a managed function there ends the process. So does an error
/// of libtorch in <c>autograd.grad</c>, which TorchSharp 0.107 does not catch. Therefore the pass runs to its end, on gradients
/// of zero, and TorchSharp finds an error of the thread after it and throws an <see cref="ExternalException"/>. That
/// exception gets the message of the true one, and the true one as its inner exception.
/// </remarks>
internal static unsafe class BackwardFailure
{
    [ThreadStatic]
    private static Failure? t_pending;

    private static int s_failures;
    private static int s_isListening;

    /// <summary>Whether an exception of this thread waits to be thrown.</summary>
    public static bool IsPending => t_pending is not null;

    /// <summary>The exception that stopped a backward pass, if <paramref name="thrown"/> reports one; else null.</summary>
    public static Exception? Cause(ExternalException thrown) => thrown.InnerException;

    /// <summary>Remembers an exception until the pass is over.</summary>
    public static void Keep(Exception exception, string function)
    {
        if (Interlocked.Exchange(ref s_isListening, 1) == 0)
        {
            AppDomain.CurrentDomain.FirstChanceException += (_, thrown) => Deliver(thrown.Exception);
        }

        // libtorch appends its own native stack.
        var reason = exception.Message.Split("\nException raised from")[0];
        t_pending = new Failure(
            exception,
            $"{exception.GetType().Name} in the backward pass of {function}: {reason}",
            $"GhostNet backward pass {Interlocked.Increment(ref s_failures)}");
    }

    /// <summary>
    /// Sets TorchSharp's error of this thread. Every later call of a native function clears it, so each function of the pass sets it again.
    /// </summary>
    public static void Raise()
    {
        // No function sets it directly. One that fails does, and this one puts a text of the caller's into its error.
        var library = NativeLibrary.Load("LibTorchSharp", typeof(Tensor).Assembly, null);
        var load = (delegate* unmanaged[Cdecl]<nint, nint>)NativeLibrary.GetExport(library, "THSTensor_load");
        var noSuchFile = Marshal.StringToCoTaskMemUTF8($"{t_pending!.Mark}: {t_pending.Message}");
        _ = load(noSuchFile);
        Marshal.FreeCoTaskMem(noSuchFile);
    }

    /// <summary>Throws an exception that has reached nobody yet: a function of the user's may have cleared the error.</summary>
    public static void ThrowIfPending()
    {
        if (t_pending is { } pending)
        {
            t_pending = null;
            throw new InvalidOperationException($"An earlier backward pass of this thread has failed. {pending.Message}", pending.Exception);
        }
    }

    /// <summary>Runs when any exception is thrown, before it is caught.</summary>
    private static void Deliver(Exception thrown)
    {
        if (t_pending is { } pending && thrown is ExternalException)
        {
            t_pending = null;
            InnerExceptionOf(thrown) = pending.Exception;

            // Another message is an error of libtorch that ended the rest of the pass.
            if (thrown.Message.Contains(pending.Mark, StringComparison.Ordinal))
            {
                MessageOf(thrown) = pending.Message;
            }
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    private static extern ref string? MessageOf(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? InnerExceptionOf(Exception exception);

    /// <summary>The exception, the message for the user, and the text by which its error is recognised.</summary>
    private sealed record Failure(Exception Exception, string Message, string Mark);
}
