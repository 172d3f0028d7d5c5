using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Repayment.CloseOfDay;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Repayment.Tests;

/// <summary>Days are closed in their order, each once, in partitions, beside live receipts; each test closes days of its own host.</summary>
public class CloseOfDayTests(RepaymentHost host) : IClassFixture<RepaymentHost>
{
    [StoreFact]
    public async Task Days_that_were_missed_are_closed_in_their_order_and_say_what_each_one_would_have()
    {
        // The first instalment is due on 1407-07-30; days are counted from the business date on.
        await RunAsync();
        var loan = await host.OpenAsync(Facts.Disbursed(paidOut: "1407-06-30"));
        var first = host.BusinessDate;
        await MoveAsync(34);

        Assert.Equal(34, await RunAsync());

        var facts = await DayFactsAsync(loan.LoanId, 2);
        Assert.Equal([nameof(InstalmentFallingDue), nameof(InstalmentOverdue)], facts.Select(fact => fact.GetType().Name));
        Assert.Equal([1L, 2], facts.Select(fact => fact.Header.Sequence));
        Assert.Equal(["1407-07-27", "1407-08-01"], facts.Select(fact => Domain.Calendar.SolarHijriDate.FromIso(fact.Header.BusinessDate).ToString()));
        var (number, amount) = (((InstalmentFallingDue)facts[0]).Number, ((InstalmentFallingDue)facts[0]).Amount.Value);
        Assert.Equal((1, 480_000L), (number, amount));
        Assert.Equal((1, 480_000L), (((InstalmentOverdue)facts[1]).DaysOverdue, ((InstalmentOverdue)facts[1]).Matured.Value));

        var days = (await host.GetAsync("close-of-day?limit=100")).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 35).Select(day => Iso(first.PlusDays(33 - day))), days.Select(day => day.Text("date")).Take(35));
        Assert.All(days, day => Assert.Equal("closed", day.Text("status")));
        await host.AssertSoundAsync();

        // Run again, nothing happens; and nothing was said twice.
        Assert.Equal(0, await RunAsync());
        Assert.Equal(days.Count, (await host.GetAsync("close-of-day?limit=100")).Body.GetProperty("items").GetArrayLength());
    }

    [StoreFact]
    public async Task A_close_that_was_cut_off_goes_on_with_the_partition_it_had_come_to_and_receipts_are_taken_meanwhile()
    {
        await RunAsync();
        var loans = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            loans.Add((await host.OpenAsync(Facts.Disbursed(paidOut: Persian(host.BusinessDate.PlusDays(-40))))).LoanId);
        }

        var day = host.BusinessDate;
        await MoveAsync(1);
        var last = await host.Database.ReadAsync(connection => Dapper.SqlMapper.QuerySingleAsync<long>(connection, "select max(serial) from loan"));
        var row = new CloseOfDayRow { BusinessDate = day, ThroughSerial = last, Partitions = 3, StartedAt = SystemClock.Instance.GetCurrentInstant() };
        await host.Database.WriteAsync(unit => CloseOfDayStore.InsertAsync(unit, row));
        Assert.True(await ClosePartitionAsync(row, 1));
        Assert.False(await ClosePartitionAsync(row, 1));
        Assert.Equal(("closing", 1), await NewestAsync());
        Assert.Equal(201, (await host.PayAsync(loans[0], 480_000, Persian(host.BusinessDate))).Status);

        Assert.Equal(1, await RunAsync());

        Assert.Equal(("closed", 3), await NewestAsync());
        await Task.WhenAll(loans.Skip(1).Select(async loan => Assert.Single(await DayFactsAsync(loan, 1))));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_loan_is_told_to_have_moved_to_another_class_and_back_when_it_is_paid()
    {
        await RunAsync();
        var loan = await host.OpenAsync(Facts.Disbursed(paidOut: Persian(host.BusinessDate.PlusDays(-120))));
        await MoveAsync(1);
        await RunAsync();
        var fallen = (await DayFactsAsync(loan.LoanId, 2)).OfType<LoanReclassified>().Single();
        await host.PayAsync(loan.LoanId, 12_480_000, Persian(host.BusinessDate));
        await MoveAsync(1);
        await RunAsync();

        var risen = (await DayFactsAsync(loan.LoanId, 3)).OfType<LoanReclassified>().Last();
        Assert.Equal(("current", "past_due"), (fallen.From, fallen.To));
        Assert.Equal(("past_due", "current", (LocalDate?)null), (risen.From, risen.To, risen.OldestDue));
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_reports_are_for_staff_and_their_pages_follow_each_other()
    {
        await RunAsync();
        await MoveAsync(4);
        await RunAsync();

        var (_, first) = await host.GetAsync("close-of-day?limit=2");
        var (_, second) = await host.GetAsync($"close-of-day?limit=2&cursor={first.Text("nextCursor")}");

        Assert.Equal(
            Enumerable.Range(1, 4).Select(day => Iso(host.BusinessDate.PlusDays(-day))),
            first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(day => day.Text("date")));
        Assert.Equal(403, (await host.GetAsync("close-of-day", host.App.Client("0499370899", Roles.Applicant))).Status);
        Assert.Equal(400, (await host.GetAsync("close-of-day?cursor=x")).Status);
    }

    [StoreFact]
    public async Task A_day_closed_while_the_business_date_was_set_ahead_is_open_again_when_it_is_set_back_and_closed_when_it_is_over()
    {
        await RunAsync();
        var loan = await host.OpenAsync(Facts.Disbursed(paidOut: Persian(host.BusinessDate.PlusDays(-40))));
        await MoveAsync(1);
        await RunAsync();
        var today = host.BusinessDate;
        await host.App.SetBusinessDateAsync(today.PlusDays(5));
        Assert.Equal(5, await RunAsync());
        var before = host.Probe.Of(loan.LoanId).Count;

        await host.App.SetBusinessDateAsync(today.PlusDays(2));
        Assert.Equal(0, await RunAsync());

        Assert.Equal(Iso(today.PlusDays(1)), await NewestDateAsync());
        await host.AssertSoundAsync();
        await host.App.SetBusinessDateAsync(today.PlusDays(-9)); // behind the day from which days are counted
        Assert.Equal(0, await RunAsync());
        Assert.Equal(Iso(today.PlusDays(-10)), await NewestDateAsync());
        await host.App.SetBusinessDateAsync(today);
        Assert.Equal(9, await RunAsync());
        await MoveAsync(2);
        Assert.Equal(2, await RunAsync());
        Assert.Equal(Iso(today.PlusDays(1)), await NewestDateAsync());

        IReadOnlyList<DayClosed> Closed() => [.. host.Probe.Of(CloseOfDayRun.Key).OfType<DayClosed>()];
        await Eventually.TrueAsync(() => Closed()[^1].Date == today.PlusDays(1), "the last day is told");
        Assert.Equal(Enumerable.Range(1, Closed().Count).Select(i => (long)i), Closed().Select(day => day.Header.Sequence));
        Assert.Equal(before, host.Probe.Of(loan.LoanId).Count); // nothing is told of a loan twice
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_close_under_way_when_the_business_date_is_set_back_behind_it_is_not_finished()
    {
        await RunAsync();
        await host.OpenAsync();
        var day = host.BusinessDate;
        var last = await host.Database.ReadAsync(connection => Dapper.SqlMapper.QuerySingleAsync<long>(connection, "select max(serial) from loan"));
        var row = new CloseOfDayRow { BusinessDate = day, ThroughSerial = last, Partitions = 2, StartedAt = SystemClock.Instance.GetCurrentInstant() };
        await host.Database.WriteAsync(unit => CloseOfDayStore.InsertAsync(unit, row));
        Assert.True(await ClosePartitionAsync(row, 1));

        Assert.Equal(0, await RunAsync()); // the date stands at this day again

        Assert.NotEqual(Iso(day), await NewestDateAsync());
        await MoveAsync(1);
        Assert.Equal(1, await RunAsync());
        Assert.Equal("closed", (await NewestAsync()).Status);
        await host.AssertSoundAsync();
    }

    [StoreFact]
    public async Task A_loan_whose_row_is_damaged_is_passed_over_by_name_and_the_day_of_the_others_is_closed()
    {
        await RunAsync();
        var damaged = (await host.OpenAsync(Facts.Disbursed(paidOut: Persian(host.BusinessDate.PlusDays(-40))))).LoanId;
        var sound = (await host.OpenAsync(Facts.Disbursed(paidOut: Persian(host.BusinessDate.PlusDays(-40))))).LoanId;
        await SetAsync("installments = -24");
        await MoveAsync(1);

        Assert.Equal(1, await RunAsync());

        Assert.Single(await DayFactsAsync(sound, 1));
        Assert.DoesNotContain(host.Probe.Of(damaged), fact => fact.Header.Stream == Streams.LoanDay);
        Assert.Equal("closed", (await NewestAsync()).Status);
        Assert.Equal([damaged.ToString()], await host.Database.ReadAsync(connection => Dapper.SqlMapper.QueryAsync<string>(
            connection, "select subject_id from audit where action = 'day.loan-passed-over'")));
        await SetAsync("installments = 24");
        await MoveAsync(1);
        await RunAsync();
        await DayFactsAsync(damaged, 1); // what it missed is told when it is mended

        Task SetAsync(string change) => host.Database.WriteAsync(unit => unit.ExecuteAsync($"update loan set {change} where id = @damaged", new { damaged }));
    }

    private async Task<string?> NewestDateAsync() => (await host.GetAsync("close-of-day?limit=1")).Body.GetProperty("items")[0].Text("date");

    private Task<int> RunAsync() => host.App.Services.GetRequiredService<CloseOfDayRun>().RunAsync(CancellationToken.None);

    private Task<bool> ClosePartitionAsync(CloseOfDayRow day, int number) => host.Database.WriteAsync(unit => ClosePartition.RunAsync(
        unit, day, number, host.App.Services.GetRequiredService<CloseOfDaySettings>(), host.App.Services.GetRequiredService<LoanCalendar>()));

    private async Task MoveAsync(int days)
    {
        for (var day = 0; day < days; day++)
        {
            await host.NextDayAsync();
        }
    }

    private async Task<(string? Status, int Done)> NewestAsync()
    {
        var newest = (await host.GetAsync("close-of-day?limit=1")).Body.GetProperty("items")[0];
        return (newest.Text("status"), newest.GetProperty("partitionsDone").GetInt32());
    }

    /// <summary>The facts of a loan's days, which have a stream of their own, once there are so many.</summary>
    private async Task<IReadOnlyList<IFact>> DayFactsAsync(Guid loanId, int count)
    {
        IReadOnlyList<IFact> Heard() => [.. host.Probe.Of(loanId).Where(fact => fact.Header.Stream == Streams.LoanDay)];
        await Eventually.TrueAsync(() => Heard().Count >= count, $"{count} facts about the days of loan {loanId}");
        return Heard();
    }

    private static string Persian(LocalDate day) => Domain.Calendar.SolarHijriDate.FromIso(day).ToString();

    private static string Iso(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);
}
