using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Messaging.RabbitMq;

/// <summary>TLS to the broker (<c>amqps://</c>). Its certificate is always checked, name included; a bank's own authority is named by a file.</summary>
/// <param name="ServerName">The name in the broker's certificate, where it is not that of the address.</param>
/// <param name="CertificateFile">This process's own certificate (PKCS #12), where the broker asks for one.</param>
public sealed record BrokerTls(string? ServerName, string? CertificateFile, X509Certificate2Collection? Authorities)
{
    /// <summary>The extended key usage of a server's certificate (RFC 5280).</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>ERROR_INVALID_PASSWORD, which the loader gives on every system.</summary>
    private const int WrongPassword = unchecked((int)0x80070056);

    internal string? CertificatePassword { get; private init; }

    /// <summary>Null for the authorities of the operating system.</summary>
    internal RemoteCertificateValidationCallback? Validation => Authorities is null ? null : IsOfOurAuthority;

    internal static BrokerTls Read(IConfiguration transport)
    {
        var tls = transport.GetSection("Tls");
        var authorities = StartupSettings.Given(tls["CaFile"]) is { } file ? BrokerSettingsReader.ReadFile("Tls:CaFile", file, ReadAuthorities) : null;
        var certificate = StartupSettings.Given(tls["CertificateFile"]);
        if (certificate is not null)
        {
            // Read here only to refuse it now, in a sentence; the connection opens it again.
            BrokerSettingsReader.ReadFile("Tls:CertificateFile", certificate, path => ReadOwn(path, tls["CertificatePassword"])).Dispose();
        }
        else if (StartupSettings.Given(tls["CertificatePassword"]) is not null)
        {
            throw new StartupException("Transport:Tls:CertificatePassword is given without a certificate; name its file in Transport:Tls:CertificateFile, or drop it.");
        }

        return new BrokerTls(StartupSettings.Given(tls["ServerName"]), certificate, authorities) { CertificatePassword = tls["CertificatePassword"] };
    }

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new IOException("it holds no certificate in PEM");
    }

    private static X509Certificate2 ReadOwn(string file, string? password)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12(File.ReadAllBytes(file), password);
            return certificate.HasPrivateKey ? certificate : throw new IOException("it holds no private key");
        }
        catch (CryptographicException wrong) when (wrong.HResult == WrongPassword)
        {
            throw new StartupException($"Transport:Tls:CertificateFile {file} does not open with Transport:Tls:CertificatePassword; set that to the password of the file.");
        }
        catch (CryptographicException cause)
        {
            throw new IOException("it is not in PKCS #12", cause);
        }
    }

    private bool IsOfOurAuthority(object sender, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false; // another name, or no certificate at all
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities!);
        chain.ChainPolicy.ExtraStore.AddRange(sent?.ChainPolicy.ExtraStore ?? []); // authorities between ours and the broker, which it has sent
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // a bank's inner authority seldom publishes a list
        using var presented = new X509Certificate2(certificate);
        return chain.Build(presented);
    }
}
