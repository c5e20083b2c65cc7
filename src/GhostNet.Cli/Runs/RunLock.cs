using System.Diagnostics;
using System.Globalization;
using GhostNet.Training;

namespace GhostNet.Cli.Runs;

/// <summary>
/// Keeps the folder of a run for one training. It holds a lock on a file in the folder, which the operating system frees when
/// the process ends, however that happens; the file itself stays.
/// </summary>
/// <remarks>As a callback it stops a training whose folder was deleted or moved: to create it anew would split the run.</remarks>
internal sealed class RunLock : TrainingCallback, IDisposable
{
    private const string FileName = "run.lock";

    private readonly FileStream _file;

    private RunLock(RunFolder run, FileStream file) => (Run, _file) = (run, file);

    /// <summary>The folder.</summary>
    public RunFolder Run { get; }

    /// <summary>A folder for a new training, which no other process gets at the same time.</summary>
    /// <param name="folder">The folder that the user named; null for one named after the time.</param>
    /// <exception cref="UsageException">The folder holds another training.</exception>
    /// <exception cref="IOException">Another process trains in it, or it cannot be written to.</exception>
    public static RunLock Create(string? folder)
    {
        if (folder is null)
        {
            return CreateByTime();
        }

        var taken = Take(new RunFolder(folder));
        if (!taken.Run.HasInfo)
        {
            return taken;
        }

        taken.Dispose();
        throw new UsageException(
            $"{folder} holds a training already: name another folder with --out, or go on with --resume {Shell.Quote(folder)}");
    }

    /// <summary>The folder of a training that goes on.</summary>
    /// <param name="run">The folder.</param>
    /// <exception cref="IOException">Another process trains in it, or it cannot be written to.</exception>
    public static RunLock Take(RunFolder run) => TryTake(run)
        ?? throw new IOException($"{run.Folder} is in use: {Owner(run)} trains there. Wait until it ends, or stop it; a new training needs another folder.");

    /// <summary>The folder, without what a killed process was writing there; null when another process has it.</summary>
    /// <param name="run">The folder.</param>
    /// <exception cref="IOException">It cannot be written to.</exception>
    public static RunLock? TryTake(RunFolder run)
    {
        try
        {
            Directory.CreateDirectory(run.Checkpoints);
            var file = new FileStream(Path.Combine(run.Folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                run.DeleteUnfinishedFiles();
                return new RunLock(run, file);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (IOException exception) when (IsSharingViolation(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{run.Folder} cannot hold a training: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingContext context)
    {
        if (!File.Exists(_file.Name))
        {
            throw new IOException($"{Run.Folder} was deleted or moved during the training: nothing more can be saved there.");
        }
    }

    /// <summary>Lets other processes train there.</summary>
    public void Dispose() => _file.Dispose();

    private static RunLock CreateByTime()
    {
        var name = DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        for (var i = 1; ; i++)
        {
            var run = new RunFolder(Path.Combine(RunFolder.Root, i == 1 ? name : FormattableString.Invariant($"{name}-{i}")));
            if (TryTake(run) is { } taken)
            {
                if (!run.HasInfo && !Directory.EnumerateFileSystemEntries(run.Checkpoints).Any())
                {
                    return taken;
                }

                taken.Dispose();
            }
        }
    }

    /// <summary>ERROR_SHARING_VIOLATION of Windows; EWOULDBLOCK of Linux and of macOS.</summary>
    private static bool IsSharingViolation(IOException exception) =>
        exception.HResult is unchecked((int)0x80070020) || (exception.HResult is 11 && OperatingSystem.IsLinux()) || (exception.HResult is 35 && OperatingSystem.IsMacOS());

    private static string Owner(RunFolder run)
    {
        if (run.ReadInfo()?.Process is { } id)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                return FormattableString.Invariant($"process {id}");
            }
            catch (ArgumentException)
            {
                // The note is of an earlier training, or of one on another machine that shares the folder.
            }
        }

        return "another process";
    }
}
