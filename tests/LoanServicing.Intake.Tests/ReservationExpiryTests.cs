using System.Net;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Programmes;
using LoanServicing.Intake.Handlers;
using LoanServicing.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Intake.Tests;

/// <summary>
/// Reservations for which no contract is signed. The service keeps the programme's 90 days by itself; most tests close after 30, so that nobody else does.
/// </summary>
public class ReservationExpiryTests(IntakeHost host) : IClassFixture<IntakeHost>, IAsyncLifetime
{
    private const int Days = 30;

    private Programme Programme => host.App.Services.GetRequiredService<Programme>();

    public async Task InitializeAsync()
    {
        await CloseOnAsync(Days + 1); // what other tests have left
        await host.App.SetBusinessDateAsync(IntakeHost.Today);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [StoreFact]
    public async Task A_reservation_holds_through_its_last_day_and_expires_on_the_next()
    {
        var id = await Flow.ReservedAsync(host);

        Assert.Equal(0, await CloseOnAsync(Days));
        Assert.Equal(ApplicationState.FundsReserved, await host.StateAsync(id));
        Assert.Equal(1, await CloseOnAsync(Days + 1));

        var closed = Assert.Single(await host.HeardAsync<ApplicationClosed>(id));
        Assert.Equal(("Withdrawn", Tranches.Employment, Day(Days + 1)), (closed.ClosedAs, closed.Tranche, closed.Header.BusinessDate));
        Assert.Equal(ApplicationState.Withdrawn, await host.StateAsync(id));
        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    [StoreFact]
    public async Task What_has_expired_is_told_with_its_last_day_and_recorded_once()
    {
        var id = await Flow.ReservedAsync(host);
        await CloseOnAsync(Days + 1);
        Assert.Equal(0, await CloseOnAsync(Days + 1));

        var view = await host.GetAsync(id);
        Assert.Equal("The contract was not signed by 2026-12-22, the last day of the reservation.", view.Text("reason"));
        var last = view.GetProperty("timeline").EnumerateArray().Last();
        Assert.Equal(("Withdrawn", "2026-12-23"), (last.Text("status"), last.Text("date")));
        Assert.Equal(
            "The reservation of funds expired. The contract was not signed by 2026-12-22, the last day of the reservation.", last.Text("note"));
        using var inPersian = new HttpRequestMessage(HttpMethod.Get, IntakeHost.Path(id)) { Headers = { { "Accept-Language", "fa" } } };
        using var answer = await host.Officer.SendAsync(inPersian);
        Assert.Equal("قرارداد تا 1405-10-01، آخرین روز مهلت رزرو، امضا نشد.", (await answer.ReadAsync(HttpStatusCode.OK)).Text("reason"));
        Assert.Equal(1, await host.CountAsync(
            "select count(*) from audit where subject_id = @text and action = 'application.expire' and actor = 'intake'", new { text = id.ToString("D") }));
    }

    [StoreFact]
    public async Task Days_that_were_skipped_keep_no_reservation()
    {
        var id = await Flow.ReservedAsync(host);

        Assert.Equal(1, await CloseOnAsync(Days + 45));

        Assert.Equal(Day(Days + 45), Assert.Single(await host.HeardAsync<ApplicationClosed>(id)).Header.BusinessDate);
    }

    [StoreFact]
    public async Task An_application_whose_contract_was_signed_is_left_alone()
    {
        var id = await Flow.SignedAsync(host);

        Assert.Equal(0, await CloseOnAsync(Days + 400));

        Assert.Equal(ApplicationState.ContractSigned, await host.StateAsync(id));
    }

    [StoreFact]
    public async Task It_counts_from_the_day_on_which_the_waiting_list_came_to_it()
    {
        var id = await Flow.ApprovedAsync(host);
        await host.TellAsync(Facts.Unavailable(id));
        await host.TellAsync(Facts.Reserved(id, on: Day(20)));

        Assert.Equal(0, await CloseOnAsync(20 + Days));
        Assert.Equal(1, await CloseOnAsync(20 + Days + 1));
        Assert.Equal(ApplicationState.Withdrawn, await host.StateAsync(id));
    }

    [StoreFact]
    public async Task Funds_reserved_anew_count_from_the_new_day()
    {
        var id = await Flow.SignedAsync(host);
        var loan = Guid.CreateVersion7();
        await host.TellAsync(Facts.Opened(id, loan));
        await host.TellAsync(Facts.Returned(id, loan));
        await host.DoAsync(id, "disbursement");
        await host.TellAsync(Facts.Reserved(id, round: 2, on: Day(60)));

        Assert.Equal(20270121, await host.CountAsync("select reserved_on from application where application_id = @id", new { id }));
        Assert.Equal(0, await CloseOnAsync(60));
        Assert.Equal(ApplicationState.ContractSigned, await host.StateAsync(id)); // the contract that is signed already goes on
    }

    [StoreFact]
    public async Task The_last_day_is_shown_while_the_contract_can_be_signed()
    {
        var id = await Flow.ApprovedAsync(host);
        Assert.Equal(JsonValueKind.Null, (await host.GetAsync(id)).GetProperty("reservedUntil").ValueKind);
        await host.TellAsync(Facts.Reserved(id));

        var view = await host.GetAsync(id);
        Assert.Equal(("2027-02-20", "1405-12-01"), (view.Text("reservedUntil"), view.Text("reservedUntilPersian")));
        await host.DoAsync(id, "contract", Bodies.Contract("C-" + id.ToString("N")));

        view = await host.GetAsync(id);
        Assert.Equal(JsonValueKind.Null, view.GetProperty("reservedUntil").ValueKind);
        Assert.Equal(JsonValueKind.Null, view.GetProperty("reservedUntilPersian").ValueKind);
    }

    [StoreFact]
    public async Task What_one_unit_leaves_the_next_one_closes_the_longest_reserved_first()
    {
        var later = await Flow.ApprovedAsync(host);
        await host.TellAsync(Facts.Reserved(later, on: Day(2)));
        var (first, second) = (await Flow.ReservedAsync(host), await Flow.ReservedAsync(host));
        await host.App.SetBusinessDateAsync(Day(Days + 3));

        Assert.Equal(2, await CloseAsync(atMost: 2));
        Assert.Equal(
            (ApplicationState.Withdrawn, ApplicationState.Withdrawn, ApplicationState.FundsReserved),
            (await host.StateAsync(first), await host.StateAsync(second), await host.StateAsync(later)));
        Assert.Equal(1, await CloseAsync(atMost: 2));
        Assert.Equal(0, await CloseAsync(atMost: 2));
        Assert.Equal(ApplicationState.Withdrawn, await host.StateAsync(later));
    }

    [StoreFact]
    public async Task A_programme_without_a_limit_keeps_every_reservation()
    {
        var id = await Flow.ReservedAsync(host);
        await host.App.SetBusinessDateAsync(Day(80));
        var forEver = Programme with { ReservationDays = 0 };

        Assert.True(await AnyAsync(Programme with { ReservationDays = Days }));
        Assert.False(await AnyAsync(forEver));
        Assert.Equal(0, await host.Database.WriteAsync(unit => ExpiredReservations.CloseAsync(unit, forEver)));
        Assert.Equal(ApplicationState.FundsReserved, await host.StateAsync(id));
    }

    [StoreFact]
    public async Task The_service_closes_it_by_itself_when_the_business_date_changes()
    {
        var id = await Flow.ReservedAsync(host);

        await host.App.SetBusinessDateAsync(Day(91));

        Assert.Equal(Day(91), Assert.Single(await host.HeardAsync<ApplicationClosed>(id)).Header.BusinessDate);
        Assert.Equal("The contract was not signed by 2027-02-20, the last day of the reservation.", (await host.GetAsync(id)).Text("reason"));
    }

    [StoreFact]
    public async Task A_contract_signed_at_the_moment_of_expiry_is_signed_or_refused_and_nothing_between()
    {
        var ids = new List<Guid>();
        for (var n = 0; n < 8; n++)
        {
            ids.Add(await Flow.ReservedAsync(host));
        }

        await host.App.SetBusinessDateAsync(Day(Days + 1));
        var closing = Task.Run(() => CloseAsync());
        var signing = ids.Select(id => host.CommandAsync(host.Officer, id, "contract", Bodies.Contract("C-" + id.ToString("N")), "sign-" + id)).ToList();
        var (closed, answers) = (await closing, await Task.WhenAll(signing));

        var signed = ids.Where((_, i) => answers[i].StatusCode == HttpStatusCode.OK).ToList();
        Assert.Equal(ids.Count, closed + signed.Count);
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict));
        foreach (var id in ids)
        {
            Assert.Equal(signed.Contains(id) ? ApplicationState.ContractSigned : ApplicationState.Withdrawn, await host.StateAsync(id));
        }

        Assert.All(await host.VerifyAsync(), finding => Assert.Empty(finding.Problems));
    }

    private static LocalDate Day(int days) => IntakeHost.Today.PlusDays(days);

    private async Task<int> CloseOnAsync(int days)
    {
        await host.App.SetBusinessDateAsync(Day(days));
        return await CloseAsync();
    }

    private Task<int> CloseAsync(int atMost = ExpiredReservations.ClosedPerUnit) =>
        host.Database.WriteAsync(unit => ExpiredReservations.CloseAsync(unit, Programme with { ReservationDays = Days }, atMost));

    private Task<bool> AnyAsync(Programme programme) =>
        host.Database.ReadAsync(connection => ExpiredReservations.AnyAsync(connection, programme, SystemClock.Instance));
}
