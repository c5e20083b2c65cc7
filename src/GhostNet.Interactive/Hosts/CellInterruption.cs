using System.Runtime.InteropServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace GhostNet.Interactive.Hosts;

/// <summary>Jupyter interrupts a cell by SIGINT. .NET Interactive would exit, and all variables would be lost: here it cancels the cell.</summary>
internal static class CellInterruption
{
    private static PosixSignalRegistration? s_registration;

    /// <summary>From now on, SIGINT cancels the cell that runs, where Jupyter has started the host; elsewhere SIGINT keeps its meaning.</summary>
    /// <param name="kernel">The kernel that holds the kernels of all languages.</param>
    public static void CancelsTheCell(Kernel kernel)
    {
        if (!Environment.GetCommandLineArgs().Contains("jupyter"))
        {
            return;
        }

        KernelInvocationContext? last = null;
        kernel.AddMiddleware((command, context, next) =>
        {
            if (command is SubmitCode)
            {
                last = context;
                context.OnComplete(ended => Interlocked.CompareExchange(ref last, null, ended));
            }

            return next(command, context);
        });
        s_registration?.Dispose();
        s_registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            if (last is { IsComplete: false })
            {
                kernel.SendAsync(new Cancel());
            }

            // The newest registration is told first. The older ones, which end the host, would be told when this returns, and .NET cannot take them
            // back. So each interruption keeps the thread that .NET has made for this signal alone: it sleeps, and the host ends without it.
            Thread.Sleep(Timeout.Infinite);
        });
    }
}
