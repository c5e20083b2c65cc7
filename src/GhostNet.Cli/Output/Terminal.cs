using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace GhostNet.Cli.Output;

/// <summary>
/// Where a command writes: for people to the standard output, or, when a program reads that (<c>--json</c>), to the
/// standard error stream.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Wide enough that no table is folded when the output goes to a file or a pipe.</summary>
    private const int RedirectedWidth = 200;

    private readonly bool _json;

    /// <summary>Opens the console.</summary>
    /// <param name="json">Whether the standard output is for a program.</param>
    public Terminal(bool json)
    {
        _json = json;
        var stream = json ? System.Console.Error : System.Console.Out;
        Writer = new LastingWriter(stream);
        Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new Output(Writer, new AnsiConsoleOutput(stream)) });
        IsInteractive = !(json ? System.Console.IsErrorRedirected : System.Console.IsOutputRedirected);
        if (!IsInteractive)
        {
            Console.Profile.Width = RedirectedWidth;
            Console.Profile.Capabilities.Ansi = false;
        }
    }

    /// <summary>How the results of commands are written as JSON: the program, which knows them all, says so once.</summary>
    public static IJsonTypeInfoResolver? ResultTypes { get; set; }

    /// <summary>For tables and colours.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>For plain lines, which are never folded.</summary>
    public TextWriter Writer { get; }

    /// <summary>Whether a person watches, so that a line may be drawn again.</summary>
    public bool IsInteractive { get; }

    /// <summary>Writes a value as one line of JSON to the standard output.</summary>
    /// <param name="value">What a program may want to know.</param>
    public static void Line<T>(T value) => WriteJson(value, isIndented: false);

    /// <summary>Writes <paramref name="value"/> as JSON if that was asked for, else shows it to a person.</summary>
    /// <param name="value">What a program may want to know.</param>
    /// <param name="show">Writes the same to the console.</param>
    public void Result<T>(T value, Action show)
    {
        if (_json)
        {
            WriteJson(value, isIndented: true);
        }
        else
        {
            show();
        }
    }

    private static void WriteJson<T>(T value, bool isIndented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = isIndented,
            TypeInfoResolver = ResultTypes,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        };
        System.Console.Out.WriteLine(JsonSerializer.Serialize(value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T))));
    }

    /// <summary>Writes to one writer what is laid out for the console behind it.</summary>
    private sealed class Output(TextWriter writer, IAnsiConsoleOutput console) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => console.IsTerminal;

        public int Width => console.Width;

        public int Height => console.Height;

        public void SetEncoding(Encoding encoding) => console.SetEncoding(encoding);
    }
}
