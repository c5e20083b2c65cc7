using System.Runtime.InteropServices;

namespace GhostNet.Notebooks.Execution;

/// <summary>
/// Says when the run must stop: at Ctrl-C, at a request to end, or when the standard input ends, which the program that
/// started this one keeps open. What happened so far is then still written; a second signal ends the process at once.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    public StopSignal()
    {
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = !_source.IsCancellationRequested;
                _source.Cancel();
            })),
        ];
        var input = new Thread(WaitForEndOfInput) { IsBackground = true, Name = "standard input" };
        input.Start();
    }

    /// <summary>Cancelled when the run must stop.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void WaitForEndOfInput()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (input.Read(buffer) > 0)
        {
        }

        _source.Cancel();
    }
}
