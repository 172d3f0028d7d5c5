using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanServicing.EndToEnd.Harness;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.EndToEnd;

/// <summary>
/// The process of Repayment is killed between the partitions of a day that it closes, once as instalments are announced and once as they are told to be overdue,
/// and receipts come meanwhile: every day is closed once, everything is told once, and every receipt is in.
/// </summary>
public sealed class CloseOfDayKillTests
{
    private const int LoansPerPartition = 2;

    /// <summary>From the first due date on, more than two months: until loans that nobody pays are past due.</summary>
    private const int Days = 140;

    /// <summary>A partition that has something to tell takes its time before it is committed, so that a kill finds the close within it.</summary>
    private const string Slow =
        """
        create view slow as with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500000) select i from n;
        create trigger slowly before insert on close_of_day_partition when new.falling_due + new.overdue > 0 begin select count(*) from slow; end
        """;

    [ProcessesFact]
    public async Task TheCloseOfManyLoans_KilledBetweenItsPartitions_TellsEverythingOnce_AndTakesReceiptsMeanwhile()
    {
        using var folder = new HostFolder();
        await using var broker = new Broker();
        await using var programme = await ServiceProcesses.StartAsync(folder, broker, "--CloseOfDay:Enabled=false");
        await broker.TapAsync();
        var loans = await OpenLoansAsync(folder, broker, programme);
        using var cashier = await DevelopmentClient.CreateAsync(programme.Address, "cashier-1", "cashier", "auditor");
        var first = await BeginToCloseAsync(folder, programme);
        folder.Damage("repayment", Slow);

        var last = first.PlusDays(Days);
        using (var moved = await cashier.PostAsJsonAsync("dev/clock", new { date = Iso(last.PlusDays(1)) }))
        {
            moved.EnsureSuccessStatusCode();
        }

        await KillWithinAsync(folder, programme, "falling_due", () => Task.CompletedTask);
        var paid = PayAsync(cashier, loans[0], "MEANWHILE-1", last);
        await KillWithinAsync(folder, programme, "overdue", async () => await paid);
        var cut = PayAsync(cashier, loans[^1], "MEANWHILE-2", last);
        await KillWithinAsync(folder, programme, "overdue", () => Task.CompletedTask);
        await Task.WhenAny(cut); // its answer may have come or not
        folder.Damage("repayment", "drop trigger slowly; drop view slow");
        await PayAsync(cashier, loans[^1], "MEANWHILE-2", last);
        await ClosedThroughAsync(folder, programme, last);

        Assert.Equal(["MEANWHILE-1 1", "MEANWHILE-2 1"], folder.Query("repayment", "select bank_reference, count(*) from receipt where bank_reference like 'MEAN%' group by bank_reference order by bank_reference"));
        AssertEachDayOnce(folder, first, last);
        await AssertToldOnceAsync(folder, broker, programme);
        await using var verify = HostProcess.Start(folder, ["verify"]);
        Assert.True(await verify.ExitAsync() == 0, verify.ToString());
    }

    /// <summary>Loans that a simulation has paid out, which is cut then.</summary>
    private static async Task<IReadOnlyList<string>> OpenLoansAsync(HostFolder folder, Broker broker, ServiceProcesses programme)
    {
        var applications = SampleApplications.First(16);
        using var onlooker = await DevelopmentClient.CreateAsync(programme.Address, "onlooker", "auditor");
        await using var simulation = new SimulationRun(folder, broker, applications, seed: 1) { Joined = programme.Address }.Start();
        await new KillPoint(Stage.PayingOut, applications.Loans).ReachAsync(simulation, onlooker);
        return folder.Query("repayment", "select lower(hex(id)) from loan order by serial");
    }

    /// <summary>Days are closed from now on; the first that will be.</summary>
    private static async Task<LocalDate> BeginToCloseAsync(HostFolder folder, ServiceProcesses programme)
    {
        programme.Settings = [$"--CloseOfDay:LoansPerPartition={LoansPerPartition}"];
        await programme.KillAndRestartAsync("repayment");
        IReadOnlyList<string> begun = [];
        await programme.Process("repayment").UntilAsync(
            () => Task.FromResult((begun = folder.Query("repayment", "select business_date from close_of_day where finished_at is not null")).Count == 1), "days are counted");
        return Day(begun[0]).PlusDays(1);
    }

    /// <summary>Waits until some partitions of a day, but not all, are done and have told something; does what is to be done then, and kills it at the next such moment.</summary>
    private static async Task KillWithinAsync(HostFolder folder, ServiceProcesses programme, string told, Func<Task> meanwhile)
    {
        var within =
            $"""
            select day.business_date from close_of_day day join close_of_day_partition done on done.business_date = day.business_date
            where day.finished_at is null group by day.business_date, day.partitions having sum(done.{told}) > 0 and count(*) < day.partitions
            """;
        var process = programme.Process("repayment");
        await process.UntilAsync(() => Task.FromResult(folder.Query("repayment", within).Count == 1), $"a close of day is within its partitions, with {told}");
        await meanwhile();
        await process.UntilAsync(() => Task.FromResult(folder.Query("repayment", within).Count == 1), $"a close of day is within its partitions once more, with {told}");
        await programme.KillAndRestartAsync("repayment");
    }

    private static async Task PayAsync(HttpClient cashier, string loan, string reference, LocalDate valueDate)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"loans/{Guid.ParseExact(loan, "N")}/receipts")
        {
            Content = JsonContent.Create(new { amountRials = 1_000_000, bankReference = reference, valueDate = Iso(valueDate), channel = "branch" }),
            Headers = { { "Idempotency-Key", reference } },
        };
        using var answer = await cashier.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task ClosedThroughAsync(HostFolder folder, ServiceProcesses programme, LocalDate last)
    {
        var process = programme.Process("repayment");
        await process.UntilAsync(
            () => Task.FromResult(folder.Query("repayment", "select max(business_date) from close_of_day where finished_at is not null")[0] == Number(last)), "every day is closed");
        foreach (var service in ServiceProcesses.All)
        {
            await process.UntilAsync(() => Task.FromResult(folder.Query(service, "select count(*) from delivery")[0] == "0"), $"{service} has told everything");
        }

        await process.UntilAsync(
            () => Task.FromResult(folder.Query("intake", "select count(*) from waiting")[0] == "0"), "everything is heard");
    }

    /// <summary>Every day from the first to the last is closed once, each partition of it is done once, and the audit trail says so once.</summary>
    private static void AssertEachDayOnce(HostFolder folder, LocalDate first, LocalDate last)
    {
        var days = Enumerable.Range(0, Period.DaysBetween(first, last) + 1).Select(first.PlusDays).ToList();
        Assert.Equal(days.Select(Number), folder.Query("repayment", "select business_date from close_of_day where partitions > 0 and finished_at is not null order by business_date"));
        Assert.Equal(
            folder.Query("repayment", "select business_date, partitions from close_of_day where partitions > 0 order by business_date"),
            folder.Query("repayment", "select business_date, count(*) from close_of_day_partition group by business_date order by business_date"));
        Assert.Equal(days.Select(Iso), folder.Query("repayment", "select subject_id from audit where action = 'day.closed' order by id"));
    }

    /// <summary>What the reports count is what was told: to Intake, as its queue was given it; and of each loan, by the numbers of its facts.</summary>
    private static async Task AssertToldOnceAsync(HostFolder folder, Broker broker, ServiceProcesses programme)
    {
        await programme.Process("intake").UntilAsync(() => broker.IsEmptyAsync(), "every message is handled");
        var told = (await broker.TappedAsync("intake")).Where(one => one.Type is "InstalmentFallingDue" or "InstalmentOverdue").ToList();
        var facts = told.DistinctBy(one => (string?)one.Fact["header"]!["messageId"]).ToList(); // a kill may let a message be sent again, under its id
        var sums = folder.Query("repayment", "select sum(falling_due), sum(overdue), sum(reclassified) from close_of_day")[0]
            .Split(' ').Select(sum => int.Parse(sum, CultureInfo.InvariantCulture)).ToArray();

        Assert.All(sums, sum => Assert.True(sum > 0, string.Join(' ', sums)));
        Assert.Equal(sums[..2], new[] { "InstalmentFallingDue", "InstalmentOverdue" }.Select(type => facts.Count(one => one.Type == type)));
        Assert.Equal(facts.Count, facts.DistinctBy(one => What(one.Type, one.Fact)).Count());
        Assert.Equal(facts.Count, facts.DistinctBy(one => ((string?)one.Fact["loanId"], (long)one.Fact["header"]!["sequence"]!)).Count());
        Assert.Equal([$"{sums.Sum()}"], folder.Query("repayment", "select sum(fact_sequence) from loan_day"));
        Assert.Equal(
            [$"due-soon {sums[0]}", $"overdue {sums[1]}"],
            folder.Query("intake", "select event, count(*) from notification where event in ('due-soon', 'overdue') and recipient = 'borrower' group by event order by event"));
    }

    /// <summary>Which instalment falls due, or which month of which arrears.</summary>
    private static string What(string type, JsonNode fact) => $"{type} {fact["loanId"]} {fact["dueDate"] ?? fact["oldestDue"]} {fact["monthsOverdue"]}";

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private static string Number(LocalDate day) => day.ToString("uuuuMMdd", CultureInfo.InvariantCulture);

    private static LocalDate Day(string number) => LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Parse(number).Value;
}
