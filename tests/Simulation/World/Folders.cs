namespace LoanServicing.Simulation.World;

/// <summary>The real folders of a run, in memory where the machine has such a place: every file in them is flushed.</summary>
internal sealed class Folders : IDisposable
{
    private const string InMemory = "/dev/shm";

    private readonly string _root;

    public Folders()
    {
        var name = $"loanservicing-simulation-{Guid.CreateVersion7():N}";
        _root = Path.Combine(Directory.Exists(InMemory) ? InMemory : Path.GetTempPath(), name);
        Directory.CreateDirectory(_root);
    }

    public string Bank => Path.Combine(_root, "bank");

    public string Seals => Path.Combine(_root, "seals");

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
