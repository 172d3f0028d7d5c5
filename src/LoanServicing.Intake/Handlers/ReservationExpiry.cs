using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Intake.Handlers;

/// <summary>
/// Closes what has expired when the business date has changed. It looks at the date itself and not at the fact of its change: one process that was
/// away, or stopped half-way through, goes on where it finds things.
/// </summary>
internal sealed class ReservationExpiry(
    [FromKeyedServices(IntakeService.Name)] IDatabase database, Programme programme, IClock clock, ILogger<ReservationExpiry> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.RunAsync("Closing what has expired", Pause, CloseAllAsync, log, stoppingToken);

    private async Task CloseAllAsync(CancellationToken cancel)
    {
        while (await database.ReadAsync(connection => ExpiredReservations.AnyAsync(connection, programme, clock), cancel))
        {
            var closed = await database.WriteAsync(unit => ExpiredReservations.CloseAsync(unit, programme), cancel);
            log.LogInformation("Closed {Count} applications whose contract was not signed while their reservation held.", closed);
        }
    }
}
