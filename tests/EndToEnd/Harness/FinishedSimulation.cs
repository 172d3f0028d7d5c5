using LoanServicing.TestSupport;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>
/// One uncut simulation in memory, run when the first test asks for it. Every class of tests has the same one, and compares with it or starts from a copy of its
/// folder, so that classes run side by side.
/// </summary>
internal static class FinishedSimulation
{
    public const int Seed = 1;

    private static readonly Lazy<Task<(FinishedBooks Books, KeptFolder Files)>> InMemory = new(RunAsync);

    public static SampleApplications Applications { get; } = SampleApplications.First(32);

    public static async Task<FinishedBooks> InMemoryAsync() => (await InMemory.Value).Books;

    /// <summary>Its folder as it was at its end, to be changed.</summary>
    public static async Task<HostFolder> CopyAsync()
    {
        var (_, files) = await InMemory.Value;
        var copy = new HostFolder();
        files.WriteTo(copy.Path);
        return copy;
    }

    private static async Task<(FinishedBooks Books, KeptFolder Files)> RunAsync()
    {
        using var folder = new HostFolder();
        var books = await new SimulationRun(folder, Transport.InMemory(), Applications, Seed).FinishAsync();
        return (books, new KeptFolder(folder.Path));
    }
}
