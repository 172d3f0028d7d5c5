using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Programmes;
using LoanServicing.Host.Clients;
using NodaTime;

namespace LoanServicing.Host.Simulation;

/// <summary>What a run did.</summary>
internal sealed record SimulationCounts(int Rows, int PaidOut, int Settled, int Receipts, LocalDate LastDay);

/// <summary>
/// Five years and more of the programme, driven only through HTTP and the bank folder. It keeps no state: keys and bank references follow from
/// seed, row and instalment, so a run that was cut is run again and goes on.
/// </summary>
internal sealed class ProgrammeSimulation(ApiConnection api, People people, Draws draws, Programme programme, LocalDate start, Action<string> say)
{
    private const int PayersSideBySide = 48;

    /// <summary>Months after which a loan that is still open is an error: the longest tenor and two years.</summary>
    private const int LongestMonths = 144;

    private readonly SimulatedDay _day = new(people);

    public async Task<SimulationCounts> RunAsync(IReadOnlyList<SimulatedApplication> applications, CancellationToken cancel)
    {
        var today = await _day.BeginAsync(start, cancel);
        say($"business date {today:uuuu-MM-dd} ({SolarHijriDate.FromIso(today)})");
        await FundersGive.DepositAsync(people, draws, programme, start, cancel);
        await PayOutAsync(applications, today, cancel);
        var borrowers = applications
            .Where(application => application.LoanId is not null)
            .Select(application => new Borrower(
                application,
                programme.ProductFor(application.Tranche, start),
                people.Bank,
                people.Officer,
                draws.HabitOf(application.Row.ExternalRef),
                draws.Name(application.Row.ExternalRef)))
            .ToList();
        return await CollectAsync(applications.Count, borrowers, today, cancel);
    }

    private async Task PayOutAsync(IReadOnlyList<SimulatedApplication> applications, LocalDate today, CancellationToken cancel)
    {
        var journey = new ApplicationJourney(api, people, draws, today);
        foreach (var application in applications)
        {
            await journey.SubmitAsync(application, cancel);
        }

        say($"{applications.Count(application => application.ApplicationId is not null)} of {applications.Count} rows are applications");
        using var stopBank = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var bank = new SimulatedBank(api.Options.BankFolder, draws.IsRefusedAtFirst).RunAsync(stopBank.Token);
        var journeys = journey.PayOutAllAsync(applications, () => { }, cancel);
        await await Task.WhenAny(bank, journeys); // a bank that fails ends the run too
        await journeys;
        await stopBank.CancelAsync();
        await bank.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.OnlyOnCanceled, TaskScheduler.Default);
        say($"{applications.Count(application => application.LoanId is not null)} loans are paid out");
    }

    private async Task<SimulationCounts> CollectAsync(int rows, List<Borrower> borrowers, LocalDate today, CancellationToken cancel)
    {
        var receipts = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = PayersSideBySide, CancellationToken = cancel };
        await Parallel.ForEachAsync(borrowers, options, async (borrower, token) => await borrower.BeginAsync(token));
        for (var month = 0; month < LongestMonths && borrowers.Exists(borrower => !borrower.IsSettled); month++)
        {
            var date = today;
            await Parallel.ForEachAsync(
                borrowers.Where(borrower => !borrower.IsSettled),
                options,
                async (borrower, token) => Interlocked.Add(ref receipts, await borrower.PayAsync(date, token)));
            if (borrowers.TrueForAll(borrower => borrower.IsSettled))
            {
                break;
            }

            today = SimulatedDay.NextMonth(today);
            await _day.MoveToAsync(today, cancel);
            if (SolarHijriDate.FromIso(today).Month == 1)
            {
                say($"{SolarHijriDate.FromIso(today)}: {receipts} receipts, {borrowers.Count(borrower => !borrower.IsSettled)} loans open");
            }
        }

        return new SimulationCounts(rows, borrowers.Count, borrowers.Count(borrower => borrower.IsSettled), receipts, today);
    }
}
