namespace LoanServicing.EndToEnd.Harness;

/// <summary>The executable as it was built beside these tests, in the same configuration.</summary>
internal static class BuiltHost
{
    private const string SolutionFile = "LoanServicing.sln";

    public static string File { get; } = Find();

    /// <summary>What goes between <c>dotnet</c> and the arguments, to run it the way README does.</summary>
    public static IReadOnlyList<string> RunArguments
    {
        get
        {
            var configuration = Directory.GetParent(File)!.Parent!;
            return ["run", "--no-build", "--configuration", configuration.Name, "--project", configuration.Parent!.Parent!.FullName, "--"];
        }
    }

    private static string Find()
    {
        // .../tests/EndToEnd/bin/<Configuration>/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = output;
        while (root is not null && !System.IO.File.Exists(Path.Combine(root.FullName, SolutionFile)))
        {
            root = root.Parent;
        }

        var file = root is null
            ? throw new InvalidOperationException($"No folder above {output.FullName} holds {SolutionFile}.")
            : Path.Combine(root.FullName, "src", "LoanServicing.Host", "bin", output.Parent!.Name, output.Name, "LoanServicing.Host.dll");
        return System.IO.File.Exists(file) ? file : throw new InvalidOperationException($"There is no {file}; build the solution first.");
    }
}
