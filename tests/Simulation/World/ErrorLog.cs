using Microsoft.Extensions.Logging;

namespace LoanServicing.Simulation.World;

/// <summary>Keeps the last error that an endpoint logged, so that an answer 500 can be explained.</summary>
internal sealed class ErrorLog : ILoggerProvider, ILogger
{
    private static readonly AsyncLocal<StrongBox?> Box = new();

    /// <summary>Of the request that this task is about.</summary>
    public static string? Last => Box.Value?.Text;

    public static void Begin() => Box.Value = new StrongBox();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && Box.Value is { } box)
        {
            box.Text = exception?.ToString() ?? formatter(state, exception);
        }
    }

    public void Dispose() => Box.Value = null;

    private sealed class StrongBox
    {
        public string? Text { get; set; }
    }
}
