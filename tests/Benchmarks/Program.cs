using System.Globalization;
using LoanServicing.Benchmarks;

// Each benchmark compares ways or steps in one run on one machine: the ratio is what counts.
switch (args)
{
    case ["units"]:
        await SharedCommits.RunAsync();
        return 0;
    case ["import"]:
        await StatementImports.RunAsync(100_000);
        return 0;
    case ["import", var lines] when int.TryParse(lines, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0:
        await StatementImports.RunAsync(count);
        return 0;
    case ["portfolio"]:
        await PortfolioReports.RunAsync(143_000);
        return 0;
    case ["portfolio", var loans] when int.TryParse(loans, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0:
        await PortfolioReports.RunAsync(count);
        return 0;
    case ["close-of-day"]:
        await ClosesOfDay.RunAsync(143_000);
        return 0;
    case ["close-of-day", var loans] when int.TryParse(loans, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0:
        await ClosesOfDay.RunAsync(count);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: dotnet run -c Release --project tests/Benchmarks -- units | import [LINES] | portfolio [LOANS] | close-of-day [LOANS]");
        return 1;
}
