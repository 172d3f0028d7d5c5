using System.Net;
using LoanServicing.Host.Verbs;

namespace LoanServicing.Host.Clients;

/// <summary>The API, or what answers in its place, answered what a driver of it cannot go on with; the message is for whoever started the driver.</summary>
internal sealed class UnexpectedAnswerException(string message) : Exception(message)
{
    public static UnexpectedAnswerException OfAnotherServer(Uri address, HttpStatusCode status) => new(
        $"What answers at {address} is not the API of LoanServicing, or stands before one that is away (it answered {(int)status}, and not as that API does); name the address of a LoanServicing host with the setting urls, for instance --urls={HostBuilding.DefaultAddress}.");
}
