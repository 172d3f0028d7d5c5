using LoanServicing.Benchmarks;

// Each benchmark compares two ways in one run on one machine: the ratio is what counts.
switch (args.FirstOrDefault())
{
    case "units":
        await SharedCommits.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: dotnet run -c Release --project tests/Benchmarks -- units");
        return 1;
}
